<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BatchControl</name>
    <message numerus="yes">
        <source>%n photo(s) of &apos;{name}&apos; are not done yet.</source>
        <translation>
            <numerusform>%n photo of &apos;{name}&apos; is not done yet.</numerusform>
            <numerusform>%n photos of &apos;{name}&apos; are not done yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) of {batches} batches are not done yet.</source>
        <translation>
            <numerusform>%n photo of {batches} batches is not done yet.</numerusform>
            <numerusform>%n photos of {batches} batches are not done yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{there} of %n scene(s)</source>
        <translation>
            <numerusform>{there} of %n scene</numerusform>
            <numerusform>{there} of %n scenes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n scene</numerusform>
            <numerusform>%n scenes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n pair</numerusform>
            <numerusform>%n pairs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n frame</numerusform>
            <numerusform>%n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <translation>
            <numerusform>%n rejected</numerusform>
            <numerusform>%n rejected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>&apos;{name}&apos; is no frame of this session. &apos;denoiser-app pairs list&apos; shows its frames.</source>
        <translation>&apos;{name}&apos; is no frame of this session.</translation>
    </message>
    <message>
        <source>{path}: this is a folder, not a photo. Name the photos in it, for example {path}/*.dng.</source>
        <translation>{path}: this is a folder, not a photo. Open it with &apos;Open folder&apos;.</translation>
    </message>
    <message>
        <source>The device &apos;{device}&apos; cannot be used ({reason}). Use --device cpu or auto.</source>
        <translation>The device &apos;{device}&apos; cannot be used ({reason}). Choose the processor or &apos;Automatic&apos; in the preferences.</translation>
    </message>
    <message>
        <source>{path}: denoising failed ({reason}). Nothing was written; try a smaller --tile or --device cpu.</source>
        <translation>{path}: denoising failed ({reason}). Nothing was written; choose another device in the preferences and try again.</translation>
    </message>
    <message>
        <source>{path}: the file exists already. Use --overwrite to replace it, or another name.</source>
        <translation>{path}: the file exists already. Choose to replace it, or another name.</translation>
    </message>
    <message>
        <source>{url}: the Dask cluster cannot be reached ({reason}). Check the address, and that its scheduler runs; nothing is lost, and &apos;denoiser-app batch --resume&apos; goes on.</source>
        <translation>{url}: the Dask cluster cannot be reached ({reason}). Check the address, and that its scheduler runs; nothing is lost, and the batch goes on when it is resumed.</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message numerus="yes">
        <source>The &amp;selection (%n photo(s))</source>
        <translation>
            <numerusform>The &amp;selection (%n photo)</numerusform>
            <numerusform>The &amp;selection (%n photos)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;All photos in the strip (%n photo(s))</source>
        <translation>
            <numerusform>&amp;All photos in the strip (%n photo)</numerusform>
            <numerusform>&amp;All photos in the strip (%n photos)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n photo(s)</source>
        <translation>
            <numerusform>Export %n photo</numerusform>
            <numerusform>Export %n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n photo</numerusform>
            <numerusform>%n photos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message numerus="yes">
        <source>Exporting %n photo(s)...</source>
        <translation>
            <numerusform>Exporting %n photo...</numerusform>
            <numerusform>Exporting %n photos...</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) exported to {folder}</source>
        <translation>
            <numerusform>%n photo exported to {folder}</numerusform>
            <numerusform>%n photos exported to {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) exported</source>
        <translation>
            <numerusform>%n photo exported</numerusform>
            <numerusform>%n photos exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped, already there</source>
        <translation>
            <numerusform>%n skipped, already there</numerusform>
            <numerusform>%n skipped, already there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not done</source>
        <translation>
            <numerusform>%n not done</numerusform>
            <numerusform>%n not done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed: show</source>
        <translation>
            <numerusform>%n failed: show</numerusform>
            <numerusform>%n failed: show</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed: hide</source>
        <translation>
            <numerusform>%n failed: hide</numerusform>
            <numerusform>%n failed: hide</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>the pictures are too small, or too little of them can be used, to train on. They need at least 300 pixels a side; see &apos;denoiser-app pairs check&apos;.</source>
        <translation>the pictures are too small, or too little of them can be used, to train on. They need at least 300 pixels a side; see the page Check.</translation>
    </message>
    <message>
        <source>is needed for --plot. Install it with: pip install &apos;denoiser-app[benchmark]&apos;</source>
        <translation>is needed for a plot. Install it with: pip install &apos;denoiser-app[benchmark]&apos;</translation>
    </message>
</context>
</TS>
