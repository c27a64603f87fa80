<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About {name}</source>
        <translation>关于 {name}</translation>
    </message>
    <message>
        <source>&amp;Copy versions</source>
        <translation>复制版本信息(&amp;C)</translation>
    </message>
    <message>
        <source>Takes the noise out of night photographs, on your own machine.</source>
        <translation>在您自己的电脑上去除夜景照片中的噪点。</translation>
    </message>
    <message>
        <source>Nothing is ever sent anywhere: no photo, no figure, no report.</source>
        <translation>不会向任何地方发送任何内容：无论是照片、数据还是报告。</translation>
    </message>
    <message>
        <source>Version {version}, licence {licence}</source>
        <translation>版本 {version}，许可证 {licence}</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>使用的组件</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Open photos...</source>
        <translation>打开照片(&amp;O)...</translation>
    </message>
    <message>
        <source>Open &amp;folder...</source>
        <translation>打开文件夹(&amp;F)...</translation>
    </message>
    <message>
        <source>&amp;Export...</source>
        <translation>导出(&amp;E)...</translation>
    </message>
    <message>
        <source>New &amp;batch...</source>
        <translation>新建批处理(&amp;B)...</translation>
    </message>
    <message>
        <source>Ba&amp;tches</source>
        <translation>批处理(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Your own camera...</source>
        <translation>您自己的相机(&amp;Y)...</translation>
    </message>
    <message>
        <source>Show in fol&amp;der</source>
        <translation>在文件夹中显示(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Close photo</source>
        <translation>关闭照片(&amp;C)</translation>
    </message>
    <message>
        <source>Close &amp;all</source>
        <translation>全部关闭(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Preferences...</source>
        <translation>首选项(&amp;P)...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Copy settings</source>
        <translation>复制设置(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste settings to selection</source>
        <translation>将设置粘贴到所选照片(&amp;P)</translation>
    </message>
    <message>
        <source>Re&amp;set settings</source>
        <translation>重置设置(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Split</source>
        <translation>分屏对比(&amp;S)</translation>
    </message>
    <message>
        <source>Side &amp;by side</source>
        <translation>并排对比(&amp;B)</translation>
    </message>
    <message>
        <source>Bef&amp;ore only</source>
        <translation>仅看降噪前(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;After only</source>
        <translation>仅看降噪后(&amp;A)</translation>
    </message>
    <message>
        <source>What was &amp;removed</source>
        <translation>仅看被去除的内容(&amp;R)</translation>
    </message>
    <message>
        <source>Removed noise in &amp;colour</source>
        <translation>以彩色显示被去除的噪点(&amp;C)</translation>
    </message>
    <message>
        <source>Show what was removed stron&amp;ger</source>
        <translation>增强显示被去除的内容(&amp;G)</translation>
    </message>
    <message>
        <source>Show what was removed &amp;weaker</source>
        <translation>减弱显示被去除的内容(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Turn the divider</source>
        <translation>切换分屏方向(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Fit</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100%</translation>
    </message>
    <message>
        <source>Fit or 100 %, at the pointer</source>
        <translation>在指针处切换适合窗口和 100%</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom o&amp;ut</source>
        <translation>缩小(&amp;U)</translation>
    </message>
    <message>
        <source>50 %</source>
        <translation>50%</translation>
    </message>
    <message>
        <source>200 %</source>
        <translation>200%</translation>
    </message>
    <message>
        <source>400 %</source>
        <translation>400%</translation>
    </message>
    <message>
        <source>800 %</source>
        <translation>800%</translation>
    </message>
    <message>
        <source>&amp;Loupe with pixel values</source>
        <translation>像素值放大镜(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>Fil&amp;mstrip</source>
        <translation>胶片条(&amp;M)</translation>
    </message>
    <message>
        <source>Full scree&amp;n</source>
        <translation>全屏(&amp;N)</translation>
    </message>
    <message>
        <source>Ph&amp;oto</source>
        <translation>照片(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Next photo</source>
        <translation>下一张照片(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Previous photo</source>
        <translation>上一张照片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Denoise again</source>
        <translation>重新降噪(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>Open the &amp;sample photos</source>
        <translation>打开示例照片(&amp;S)</translation>
    </message>
    <message>
        <source>Copy &amp;report</source>
        <translation>复制报告(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;About Denoiser</source>
        <translation>关于 Denoiser(&amp;A)</translation>
    </message>
</context>
<context>
    <name>AdjustPanel</name>
    <message>
        <source>Denoise</source>
        <translation>降噪</translation>
    </message>
    <message>
        <source>Noise level</source>
        <translation>噪点级别</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>View exposure</source>
        <translation>预览曝光</translation>
    </message>
    <message>
        <source>&amp;Strength</source>
        <translation>强度(&amp;S)</translation>
    </message>
    <message>
        <source>How much of the removed noise stays removed</source>
        <translation>噪点去除的程度：数值越低，保留的噪点越多</translation>
    </message>
    <message>
        <source>&amp;Colour noise</source>
        <translation>色彩噪点(&amp;C)</translation>
    </message>
    <message>
        <source>The same for colour noise alone</source>
        <translation>同上，仅针对色彩噪点</translation>
    </message>
    <message>
        <source>&amp;Detail</source>
        <translation>细节(&amp;D)</translation>
    </message>
    <message>
        <source>Brings back what was removed and looks like structure</source>
        <translation>找回被一并去除的、像是画面结构的细节</translation>
    </message>
    <message>
        <source>&amp;Grain</source>
        <translation>颗粒(&amp;G)</translation>
    </message>
    <message>
        <source>Adds fine, even grain, as film has it</source>
        <translation>添加如胶片般细腻均匀的颗粒</translation>
    </message>
    <message>
        <source>&amp;Level</source>
        <translation>级别(&amp;L)</translation>
    </message>
    <message>
        <source>How strong the noise is (1/255 of white). Changing it denoises the photo again</source>
        <translation>噪点的强弱（以白色的 1/255 为单位）。更改后会重新降噪</translation>
    </message>
    <message>
        <source>&amp;Brighten</source>
        <translation>提亮(&amp;B)</translation>
    </message>
    <message>
        <source>Makes shadows visible to judge the noise in them</source>
        <translation>提亮暗部以便判断其中的噪点</translation>
    </message>
    <message>
        <source>Colour noise follows strength</source>
        <translation>色彩噪点跟随强度</translation>
    </message>
    <message>
        <source>&amp;Automatic</source>
        <translation>自动(&amp;A)</translation>
    </message>
    <message>
        <source>Measures the noise in every photo</source>
        <translation>测量每张照片的噪点</translation>
    </message>
    <message>
        <source>Only for looking: it is not exported.</source>
        <translation>仅用于查看，不影响导出。</translation>
    </message>
    <message>
        <source>&amp;Presets</source>
        <translation>预设(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Reset all</source>
        <translation>全部重置(&amp;R)</translation>
    </message>
    <message>
        <source>measured {level}</source>
        <translation>测得 {level}</translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message>
        <source>Progress of the batch</source>
        <translation>批处理进度</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Resume the batch</source>
        <translation>继续批处理</translation>
    </message>
    <message>
        <source>Resume the batch later</source>
        <translation>稍后再继续批处理</translation>
    </message>
    <message>
        <source>Show batches</source>
        <translation>显示批处理</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the result of the batch</source>
        <translation>关闭批处理的结果</translation>
    </message>
</context>
<context>
    <name>BatchControl</name>
    <message>
        <source>Cancel the batch &apos;{name}&apos;? Photos that are done stay as they are.</source>
        <translation>要取消批处理“{name}”吗？已完成的照片会保留。</translation>
    </message>
    <message>
        <source>Cancel the batch</source>
        <translation>取消批处理</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Folder for the report</source>
        <translation>报告的文件夹</translation>
    </message>
    <message>
        <source>Batch &apos;{name}&apos;: {state}</source>
        <translation>批处理“{name}”：{state}</translation>
    </message>
    <message>
        <source>The batch waits</source>
        <translation>批处理正在等待</translation>
    </message>
    <message>
        <source>The batch &apos;{name}&apos; is finished</source>
        <translation>批处理“{name}”已完成</translation>
    </message>
    <message>
        <source>{batch}: {state}</source>
        <translation>{batch}：{state}</translation>
    </message>
    <message>
        <source>The batch stopped</source>
        <translation>批处理已停止</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>批处理</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) of &apos;{name}&apos; are not done yet.</source>
        <translation>
            <numerusform>“{name}”还有 %n 张照片没有完成。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) of {batches} batches are not done yet.</source>
        <translation>
            <numerusform>{batches} 个批处理中还有 %n 张照片没有完成。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchDialog</name>
    <message>
        <source>New batch</source>
        <translation>新建批处理</translation>
    </message>
    <message>
        <source>Standard settings</source>
        <translation>标准设置</translation>
    </message>
    <message>
        <source>Reading what the cameras wrote: {done} of {total}</source>
        <translation>正在读取相机写入的信息：{done}/{total}</translation>
    </message>
    <message>
        <source>&amp;Keep sub-folders in the output folder</source>
        <translation>在输出文件夹中保留子文件夹(&amp;K)</translation>
    </message>
    <message>
        <source>Copy &amp;sidecar files (.xmp, .pp3) along</source>
        <translation>同时复制附属文件 (.xmp, .pp3)(&amp;S)</translation>
    </message>
    <message>
        <source>Progress of the preparation</source>
        <translation>准备进度</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Other settings for some photos</source>
        <translation>部分照片使用其他设置</translation>
    </message>
    <message>
        <source>Na&amp;me of the batch</source>
        <translation>批处理名称(&amp;M)</translation>
    </message>
    <message>
        <source>Add a folder or photos, or drop them here.</source>
        <translation>请添加文件夹或照片，或将其拖放到此处。</translation>
    </message>
    <message>
        <source>There are no such photos.</source>
        <translation>没有这样的照片。</translation>
    </message>
    <message>
        <source>Counting...</source>
        <translation>正在计数...</translation>
    </message>
    <message>
        <source>No photos found. Include sub-folders, or look at the names that count.</source>
        <translation>没有找到照片。请包含子文件夹，或检查文件名条件。</translation>
    </message>
    <message>
        <source>Preparing...</source>
        <translation>正在准备...</translation>
    </message>
    <message>
        <source>{photos} found.</source>
        <translation>找到 {photos}。</translation>
    </message>
    <message>
        <source>{photos} found. The rules decide about each when it has been looked into.</source>
        <translation>找到 {photos}。读取每张照片的信息后，由规则决定如何处理。</translation>
    </message>
    <message>
        <source>{number} denoised</source>
        <translation>{number} 张降噪</translation>
    </message>
    <message>
        <source>{number} copied</source>
        <translation>{number} 张复制</translation>
    </message>
    <message>
        <source>{number} skipped</source>
        <translation>{number} 张跳过</translation>
    </message>
    <message>
        <source>{photos} found: {parts}.</source>
        <translation>找到 {photos}：{parts}。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>BatchHead</name>
    <message>
        <source>Progress of the batch</source>
        <translation>批处理进度</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Re&amp;try failed</source>
        <translation>重试失败的照片(&amp;T)</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>打开文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Rep&amp;ort...</source>
        <translation>报告(&amp;O)...</translation>
    </message>
    <message>
        <source>No more photos are begun. What is done stays; it can be resumed.</source>
        <translation>不再开始新的照片。已完成的保留，以后可以继续。</translation>
    </message>
    <message>
        <source>A list of all photos for a browser and for a spreadsheet</source>
        <translation>所有照片的列表，可用浏览器和电子表格打开</translation>
    </message>
    <message>
        <source>results beside each photo</source>
        <translation>结果放在每张照片旁边</translation>
    </message>
    <message>
        <source>results in {folder}</source>
        <translation>结果在 {folder}</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>R&amp;esume</source>
        <translation>继续(&amp;E)</translation>
    </message>
</context>
<context>
    <name>BatchItems</name>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>{number} MP</source>
        <translation>{ten_thousands} 万像素</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>Measuring the noise</source>
        <translation>正在测量噪点</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>正在降噪</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>正在完成</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写入</translation>
    </message>
    <message>
        <source>Working on it</source>
        <translation>正在处理</translation>
    </message>
    <message>
        <source>Denoised</source>
        <translation>已降噪</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Checked, whole</source>
        <translation>已检查，完好</translation>
    </message>
    <message>
        <source>Waiting for a second try</source>
        <translation>等待再试一次</translation>
    </message>
    <message>
        <source>Waiting, will be copied</source>
        <translation>等待中，将被复制</translation>
    </message>
    <message>
        <source>Waiting, will be checked</source>
        <translation>等待中，将被检查</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>A rule of this batch says so.</source>
        <translation>按此批处理的规则跳过。</translation>
    </message>
    <message>
        <source>Its result was there already.</source>
        <translation>结果文件已经存在。</translation>
    </message>
    <message>
        <source>It is a result of this program itself.</source>
        <translation>它本身就是本程序的结果。</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>降噪前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>降噪后</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>BatchList</name>
    <message>
        <source>Batches</source>
        <translation>批处理</translation>
    </message>
</context>
<context>
    <name>BatchWindow</name>
    <message>
        <source>Batches</source>
        <translation>批处理</translation>
    </message>
    <message>
        <source>Photos of &apos;{name}&apos; are not done yet. Take it off the list? No file is touched.</source>
        <translation>“{name}”还有照片没有完成。要从列表中移除吗？不会改动任何文件。</translation>
    </message>
    <message>
        <source>Take it off</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>Batches</name>
    <message>
        <source>Batch {number}</source>
        <translation>批处理 {number}</translation>
    </message>
    <message>
        <source>Finished: {outcome}</source>
        <translation>已完成：{outcome}</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Pausing: photos in work are given back...</source>
        <translation>正在暂停：处理中的照片将放回队列...</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Next in line</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Watching</source>
        <translation>监视中</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>正在降噪</translation>
    </message>
    <message>
        <source>{number} failed</source>
        <translation>{number} 张失败</translation>
    </message>
    <message>
        <source>{number} skipped</source>
        <translation>{number} 张跳过</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between counts</comment>
        <translation>，</translation>
    </message>
    <message>
        <source>{done} of {found}</source>
        <translation>{done}/{found}</translation>
    </message>
    <message>
        <source>{number} done</source>
        <translation>{number} 张完成</translation>
    </message>
    <message>
        <source>{left} of {found} still to do</source>
        <translation>还有 {left} 张（共 {found} 张）</translation>
    </message>
    <message>
        <source>Waiting: {reason}</source>
        <translation>等待：{reason}</translation>
    </message>
    <message>
        <source>Watching for new photos</source>
        <translation>正在等候新照片</translation>
    </message>
    <message>
        <source>Almost done: checking the counts...</source>
        <translation>即将完成：正在核对数量...</translation>
    </message>
    <message>
        <source>Denoising {number} of {found}</source>
        <translation>正在降噪第 {number} 张，共 {found} 张</translation>
    </message>
    <message>
        <source>estimating the time left...</source>
        <translation>正在估算剩余时间...</translation>
    </message>
    <message>
        <source>{about} left</source>
        <translation>剩余{about}</translation>
    </message>
    <message>
        <source>{photos} an hour</source>
        <translation>每小时 {photos}</translation>
    </message>
</context>
<context>
    <name>CalibratePage</name>
    <message>
        <source>Calibrate</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Measures the noise of your camera from the pairs: how it grows with brightness, for every colour and ISO, and which pixels are hot. No training is needed to use it.</source>
        <translation>根据成对照片测量相机的噪点：每种颜色、每个 ISO 下噪点随亮度如何增长，以及哪些像素是热像素。无需训练即可使用。</translation>
    </message>
    <message>
        <source>Measuring...</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>已测量</translation>
    </message>
    <message>
        <source>Measuring the pairs</source>
        <translation>正在测量成对照片</translation>
    </message>
    <message>
        <source>The noise of {camera}</source>
        <translation>{camera} 的噪点</translation>
    </message>
    <message>
        <source>Automatic noise uses it for every photo of the {camera}, in the window and on the command line.</source>
        <translation>对 {camera} 的每张照片，自动噪点都会使用它，无论在窗口还是命令行中。</translation>
    </message>
    <message>
        <source>Automatic noise will use it for every photo of the {camera} from then on, without any training.</source>
        <translation>此后自动噪点会对 {camera} 的每张照片使用它，无需任何训练。</translation>
    </message>
    <message>
        <source>Not in use</source>
        <translation>未使用</translation>
    </message>
    <message>
        <source>In use since {date}</source>
        <translation>自 {date} 起使用</translation>
    </message>
    <message>
        <source>Another measurement of this camera, of {date}, is in use</source>
        <translation>正在使用这台相机 {date} 的另一次测量</translation>
    </message>
    <message>
        <source>&amp;Measure the noise</source>
        <translation>测量噪点(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Measure again</source>
        <translation>重新测量(&amp;M)</translation>
    </message>
    <message>
        <source>Progress of measuring</source>
        <translation>测量进度</translation>
    </message>
    <message>
        <source>Noise over brightness</source>
        <translation>噪点与亮度的关系</translation>
    </message>
    <message>
        <source>The curve of the noise appears here once it is measured.</source>
        <translation>测量之后，噪点曲线会显示在这里。</translation>
    </message>
    <message>
        <source>Noise for every colour and ISO</source>
        <translation>每种颜色和 ISO 的噪点</translation>
    </message>
    <message>
        <source>Cur&amp;ve of</source>
        <translation>曲线(&amp;V)</translation>
    </message>
    <message>
        <source>What a low-ISO frame and a high-ISO frame of the same scene differ by is the noise. It is measured at every brightness, apart for red, green and blue. Pixels that are too bright in every scene are hot: they are remembered and mended. This takes a few seconds for each pair.</source>
        <translation>同一场景的低 ISO 与高 ISO 照片之间的差别就是噪点。会在每个亮度上测量，红、绿、蓝分开。在每个场景中都过亮的像素是热像素：会记住并修补它们。每对照片需要几秒钟。</translation>
    </message>
    <message>
        <source>&amp;Use this profile</source>
        <translation>使用此配置(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Remove it</source>
        <translation>移除(&amp;R)</translation>
    </message>
    <message>
        <source>Automatic noise goes back to the shipped profile. The session keeps this one.</source>
        <translation>自动噪点恢复为自带的配置。此配置仍保留在会话中。</translation>
    </message>
</context>
<context>
    <name>CalibrateWords</name>
    <message>
        <source>Red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>very reliable (within {percent} %)</source>
        <translation>非常可靠（误差在 {percent}% 以内）</translation>
    </message>
    <message>
        <source>reliable (within {percent} %)</source>
        <translation>可靠（误差在 {percent}% 以内）</translation>
    </message>
    <message>
        <source>usable (within {percent} %)</source>
        <translation>可用（误差在 {percent}% 以内）</translation>
    </message>
    <message>
        <source>rough (within {percent} %): more pairs would help</source>
        <translation>粗略（误差在 {percent}% 以内）：更多成对照片会有帮助</translation>
    </message>
    <message>
        <source>{iso}: from {pairs}</source>
        <translation>{iso}：来自 {pairs}</translation>
    </message>
    <message>
        <source>{iso}: from the low-ISO frames among themselves, {confidence}</source>
        <translation>{iso}：来自低 ISO 照片之间的比较，{confidence}</translation>
    </message>
    <message>
        <source>{iso}: from {pairs}, {confidence}</source>
        <translation>{iso}：来自 {pairs}，{confidence}</translation>
    </message>
    <message>
        <source>Hot pixels were not looked for: that takes raws of at least two scenes.</source>
        <translation>没有查找热像素：这需要至少两个场景的 RAW 照片。</translation>
    </message>
    <message>
        <source>No hot pixels found that stay in place over the scenes.</source>
        <translation>没有发现在各场景中位置不变的热像素。</translation>
    </message>
    <message>
        <source>{count} hot pixels stay in place over the scenes: {share} in a million. They are mended before the network sees the photo.</source>
        <translation>有 {count} 个热像素在各场景中位置不变：每百万像素 {share} 个。网络看到照片之前会先修补它们。</translation>
    </message>
    <message>
        <source>Banding: rows of the sensor share {percent} % of the read noise.</source>
        <translation>条带：传感器各行共有 {percent}% 的读出噪点。</translation>
    </message>
    <message>
        <source>Banding: columns of the sensor share {percent} % of the read noise.</source>
        <translation>条带：传感器各列共有 {percent}% 的读出噪点。</translation>
    </message>
    <message>
        <source>ISO</source>
        <translation>ISO</translation>
    </message>
    <message>
        <source>Fine noise</source>
        <translation>细噪点</translation>
    </message>
    <message>
        <source>Coarse noise</source>
        <translation>粗噪点</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>a</source>
        <translation>a</translation>
    </message>
    <message>
        <source>b</source>
        <translation>b</translation>
    </message>
    <message>
        <source>At mid-grey</source>
        <translation>中灰处</translation>
    </message>
    <message>
        <source>Photon noise: how fast the variance grows with brightness (1 is white)</source>
        <translation>光子噪点：方差随亮度增长的快慢（1 为白）</translation>
    </message>
    <message>
        <source>Read noise: the variance at black</source>
        <translation>读出噪点：黑处的方差</translation>
    </message>
    <message>
        <source>Noise at 18 % of white, in percent of that brightness</source>
        <translation>在白的 18% 处的噪点，占该亮度的百分比</translation>
    </message>
    <message>
        <source>{number} of 255</source>
        <translation>{number}/255</translation>
    </message>
    <message>
        <source>shipped: {figure}</source>
        <translation>自带：{figure}</translation>
    </message>
    <message>
        <source>Until now the program knew nothing of this camera at {iso}.</source>
        <translation>此前程序对这台相机在 {iso} 的情况一无所知。</translation>
    </message>
    <message>
        <source>At {iso} your camera is as noisy as the program assumed.</source>
        <translation>在 {iso}，您的相机噪点与程序的假定一致。</translation>
    </message>
    <message>
        <source>At {iso} your camera is {percent} % noisier than assumed.</source>
        <translation>在 {iso}，您的相机噪点比假定的多 {percent}%。</translation>
    </message>
    <message>
        <source>At {iso} your camera is {percent} % less noisy than assumed.</source>
        <translation>在 {iso}，您的相机噪点比假定的少 {percent}%。</translation>
    </message>
    <message>
        <source>{color}, measured</source>
        <translation>{color}，测量值</translation>
    </message>
    <message>
        <source>Shipped profile</source>
        <translation>自带的配置</translation>
    </message>
    <message>
        <source>Brightness (1 is white)</source>
        <translation>亮度（1 为白）</translation>
    </message>
    <message>
        <source>Variance of the noise</source>
        <translation>噪点的方差</translation>
    </message>
    <message>
        <source>Brightness of the picture (1 is white)</source>
        <translation>画面亮度（1 为白）</translation>
    </message>
    <message>
        <source>Noise, of 255</source>
        <translation>噪点（满值 255）</translation>
    </message>
</context>
<context>
    <name>CameraSource</name>
    <message>
        <source>The scene &amp;is ready</source>
        <translation>场景已就绪(&amp;I)</translation>
    </message>
    <message>
        <source>Sets ISO and shutter time, releases and fetches each frame by itself, scene by scene. The camera has to be connected by USB, in manual mode, and not in use by another program.</source>
        <translation>逐个场景自动设置 ISO 和快门时间、释放快门并取回每张照片。相机需要用 USB 连接，处于手动模式，且未被其他程序占用。</translation>
    </message>
</context>
<context>
    <name>CapturePage</name>
    <message>
        <source>Capture</source>
        <translation>拍摄</translation>
    </message>
    <message>
        <source>All planned scenes are shot.</source>
        <translation>计划中的场景已全部拍完。</translation>
    </message>
    <message>
        <source>No frames yet. Choose on the right how they come, or drop photos here.</source>
        <translation>还没有照片。请在右侧选择照片的来源，或将照片拖到这里。</translation>
    </message>
    <message>
        <source>Frames by scene</source>
        <translation>按场景排列的照片</translation>
    </message>
    <message>
        <source>Fra&amp;mes and scene</source>
        <translation>照片和场景(&amp;M)</translation>
    </message>
    <message>
        <source>What to do with the selected frames and their scene</source>
        <translation>对所选照片及其场景的操作</translation>
    </message>
    <message>
        <source>New sc&amp;ene</source>
        <translation>新建场景(&amp;E)</translation>
    </message>
    <message>
        <source>An empty scene into which frames can be moved</source>
        <translation>一个空场景，可将照片移入其中</translation>
    </message>
</context>
<context>
    <name>Change</name>
    <message>
        <source>strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>colour noise</source>
        <translation>色彩噪点</translation>
    </message>
    <message>
        <source>detail</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>grain</source>
        <translation>颗粒</translation>
    </message>
    <message>
        <source>noise level</source>
        <translation>噪点级别</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>paste settings</source>
        <translation>粘贴设置</translation>
    </message>
</context>
<context>
    <name>CheckPage</name>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Whether the frames of each pair show the same, equally bright, and hold still. Rejected pairs are not used for measuring, training or the proof.</source>
        <translation>每组配对的照片内容是否一致、亮度是否相同、是否静止。不合格的配对不会用于测量、训练和验证。</translation>
    </message>
    <message>
        <source>{number} of {all} checked</source>
        <translation>已检查 {number}/{all} 组</translation>
    </message>
    <message>
        <source>{good} of {all} usable</source>
        <translation>{all} 组中 {good} 组可用</translation>
    </message>
    <message>
        <source>{pairs}: {good} good, {masked} usable with a mask, {rejected} rejected</source>
        <translation>{pairs}：{good} 组良好，{masked} 组加蒙版后可用，{rejected} 组不合格</translation>
    </message>
    <message>
        <source>There are no pairs yet. Capture a scene at both ISOs first.</source>
        <translation>还没有配对。请先用两种 ISO 拍摄一个场景。</translation>
    </message>
    <message>
        <source>Set up the scene again and shoot its frames; the page Capture says which.</source>
        <translation>请重新布置场景并拍摄，“拍摄”页会说明需要拍哪些照片。</translation>
    </message>
    <message>
        <source>C&amp;heck the pairs</source>
        <translation>检查配对(&amp;H)</translation>
    </message>
    <message>
        <source>Check a&amp;ll again</source>
        <translation>全部重新检查(&amp;L)</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>配对</translation>
    </message>
</context>
<context>
    <name>Choices</name>
    <message>
        <source>Estimating how long it will take...</source>
        <translation>正在估计需要多长时间…</translation>
    </message>
    <message>
        <source>Give the model a name.</source>
        <translation>请为模型命名。</translation>
    </message>
    <message>
        <source>A name is made of letters, digits, hyphens and single spaces.</source>
        <translation>名称只能由字母、数字、连字符和单个空格组成。</translation>
    </message>
    <message>
        <source>There is a training of this name already. Choose another, or go on with that one below.</source>
        <translation>已有同名的训练。请另取名称，或在下方继续那个训练。</translation>
    </message>
    <message>
        <source>Na&amp;me</source>
        <translation>名称(&amp;M)</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>&amp;Time</source>
        <translation>时间(&amp;T)</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>模型名称</translation>
    </message>
    <message>
        <source>Minutes of training</source>
        <translation>训练分钟数</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>The &amp;shipped network (recommended)</source>
        <translation>自带的网络（推荐）(&amp;S)</translation>
    </message>
    <message>
        <source>From s&amp;cratch</source>
        <translation>从零开始(&amp;C)</translation>
    </message>
    <message>
        <source>The t&amp;hree-layer network</source>
        <translation>三层网络(&amp;H)</translation>
    </message>
    <message>
        <source>Fine-tunes {model}: it already knows what photos look like and learns your camera&apos;s noise.</source>
        <translation>微调 {model}：它已经了解照片的样子，只需学习您相机的噪点。</translation>
    </message>
    <message>
        <source>The same network without any knowledge. Needs many scenes and hours.</source>
        <translation>同样的网络，但没有任何知识。需要许多场景和数小时。</translation>
    </message>
    <message>
        <source>The simplest thing that works: small and quick to train, but no match for the others.</source>
        <translation>最简单可行的网络：小而易训，但不及其他选择。</translation>
    </message>
    <message>
        <source>St&amp;art training</source>
        <translation>开始训练(&amp;A)</translation>
    </message>
</context>
<context>
    <name>Comparison</name>
    <message>
        <source>&amp;Left</source>
        <translation>左(&amp;L)</translation>
    </message>
    <message>
        <source>Ri&amp;ght</source>
        <translation>右(&amp;G)</translation>
    </message>
    <message>
        <source>Picture on the left</source>
        <translation>左侧图片</translation>
    </message>
    <message>
        <source>Picture on the right</source>
        <translation>右侧图片</translation>
    </message>
    <message>
        <source>Brighten dark pictures</source>
        <translation>提亮较暗的图片</translation>
    </message>
    <message>
        <source>Beside each other</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>整幅图片</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100%</translation>
    </message>
    <message>
        <source>Opening...</source>
        <translation>正在打开…</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n 字节</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{there} of %n scene(s)</source>
        <translation>
            <numerusform>%n 个场景中的 {there} 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n scene(s)</source>
        <translation>
            <numerusform>%n 个场景</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pair(s)</source>
        <translation>
            <numerusform>%n 组配对</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <translation>
            <numerusform>%n 组不合格</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出了点问题</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Your photos are safe: they are never changed. You can go on working.</source>
        <translation>您的照片是安全的：原片绝不会被改动。您可以继续工作。</translation>
    </message>
    <message>
        <source>The program ended unexpectedly last time. Your photos are safe: they are never changed.</source>
        <translation>程序上次意外退出。您的照片是安全的：原片绝不会被改动。</translation>
    </message>
    <message>
        <source>What the program noted lately, and on what it runs.</source>
        <translation>程序最近的记录及其运行环境。</translation>
    </message>
    <message>
        <source>This report stays on your computer. It names no files and holds nothing of your photos; copy it if you want to send it to the developers.</source>
        <translation>此报告只保存在您的电脑上，不含任何文件名，也不含照片内容；如果想发送给开发者，请复制它。</translation>
    </message>
    <message>
        <source>&amp;Copy report</source>
        <translation>复制报告(&amp;C)</translation>
    </message>
</context>
<context>
    <name>Current</name>
    <message>
        <source>Opening {name}...</source>
        <translation>正在打开 {name}...</translation>
    </message>
    <message>
        <source>Opening...</source>
        <translation>正在打开...</translation>
    </message>
    <message>
        <source>Getting ready...</source>
        <translation>正在准备...</translation>
    </message>
    <message>
        <source>Measuring the noise...</source>
        <translation>正在测量噪点...</translation>
    </message>
    <message>
        <source>Denoising {share}</source>
        <translation>正在降噪 {share}</translation>
    </message>
    <message>
        <source>Denoised; mean change: red {red:+.1f}, green {green:+.1f}, blue {blue:+.1f} of 255</source>
        <translation>已降噪；平均变化：红 {red:+.1f}，绿 {green:+.1f}，蓝 {blue:+.1f}（满值 255）</translation>
    </message>
    <message>
        <source>Denoised before</source>
        <translation>此前已降噪</translation>
    </message>
    <message>
        <source>Denoised in {time}</source>
        <translation>降噪完成，用时 {time}</translation>
    </message>
    <message>
        <source>Stopped. Ctrl+R goes on.</source>
        <translation>已停止。按 Ctrl+R 继续。</translation>
    </message>
    <message>
        <source>Ctrl+R tries again.</source>
        <translation>按 Ctrl+R 重试。</translation>
    </message>
</context>
<context>
    <name>DefaultsDialog</name>
    <message>
        <source>Default export</source>
        <translation>默认导出设置</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>Open &amp;result</source>
        <translation>打开结果(&amp;R)</translation>
    </message>
    <message>
        <source>Ed&amp;it original</source>
        <translation>编辑原片(&amp;I)</translation>
    </message>
    <message>
        <source>S&amp;how in folder</source>
        <translation>在文件夹中显示(&amp;H)</translation>
    </message>
    <message>
        <source>Cop&amp;y text</source>
        <translation>复制文字(&amp;Y)</translation>
    </message>
    <message>
        <source>Try a&amp;gain</source>
        <translation>重试(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Do first</source>
        <translation>优先处理(&amp;D)</translation>
    </message>
    <message>
        <source>Opens the original in the main window</source>
        <translation>在主窗口中打开原片</translation>
    </message>
    <message>
        <source>Before all other photos of this batch that wait</source>
        <translation>排在此批处理其他等待中的照片之前</translation>
    </message>
    <message>
        <source>No photo is selected</source>
        <translation>未选择照片</translation>
    </message>
    <message>
        <source>One moment...</source>
        <translation>请稍候...</translation>
    </message>
    <message>
        <source>After</source>
        <translation>降噪后</translation>
    </message>
    <message>
        <source>Not there yet</source>
        <translation>尚未生成</translation>
    </message>
    <message>
        <source>Nothing was written</source>
        <translation>没有写入文件</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>降噪前</translation>
    </message>
    <message>
        <source>{side}, close up</source>
        <translation>{side}（局部放大）</translation>
    </message>
    <message>
        <source>There is no picture of it.</source>
        <translation>无法显示它的图像。</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>{duration} for 24 megapixels</source>
        <translation>2400 万像素需{duration}</translation>
    </message>
</context>
<context>
    <name>DisplayPage</name>
    <message>
        <source>sRGB (most monitors)</source>
        <translation>sRGB（大多数显示器）</translation>
    </message>
    <message>
        <source>Display P3 (Apple and wide-gamut monitors)</source>
        <translation>Display P3（Apple 及广色域显示器）</translation>
    </message>
    <message>
        <source>The profile in a file (ICC)</source>
        <translation>使用配置文件（ICC）</translation>
    </message>
    <message>
        <source>File with the profile of the monitor</source>
        <translation>显示器配置文件</translation>
    </message>
    <message>
        <source>C&amp;hoose...</source>
        <translation>选择(&amp;H)...</translation>
    </message>
    <message>
        <source>Choose the file with the profile of the monitor</source>
        <translation>选择显示器的配置文件</translation>
    </message>
    <message>
        <source>&amp;Monitor</source>
        <translation>显示器(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>This changes how photos look on this monitor, and nothing in the files that are exported.</source>
        <translation>这只影响照片在此显示器上的显示效果，不会改变导出的文件。</translation>
    </message>
    <message>
        <source>Colour profiles (*.icc *.icm);;All files (*)</source>
        <translation>色彩配置文件 (*.icc *.icm);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose the file with the profile.</source>
        <translation>请选择配置文件。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>该文件不存在。</translation>
    </message>
</context>
<context>
    <name>Editing</name>
    <message>
        <source>{time} for this photo on {device}</source>
        <translation>处理此照片需{time}（{device}）</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Drop photos or a folder here</source>
        <translation>将照片或文件夹拖放到这里</translation>
    </message>
    <message>
        <source>Camera raws, JPEG, PNG, TIFF and HEIC. The originals are never changed.</source>
        <translation>支持相机 RAW、JPEG、PNG、TIFF 和 HEIC。原片绝不会被改动。</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Open &amp;photos...</source>
        <translation>打开照片(&amp;P)...</translation>
    </message>
    <message>
        <source>Open &amp;folder...</source>
        <translation>打开文件夹(&amp;F)...</translation>
    </message>
    <message>
        <source>Try the &amp;sample photos</source>
        <translation>试用示例照片(&amp;S)</translation>
    </message>
    <message>
        <source>Open {path}</source>
        <translation>打开 {path}</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>There is not enough memory. Close other programs and try again.</source>
        <translation>内存不足。请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>This is a fault of the program: {kind}: {text}</source>
        <translation>这是程序的错误：{kind}：{text}</translation>
    </message>
    <message>
        <source>The system answered: {reason}</source>
        <translation>系统返回：{reason}</translation>
    </message>
    <message>
        <source>{path}: the system answered: {reason}</source>
        <translation>{path}：系统返回：{reason}</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; came with the program. Only models that you trained or imported can be removed or shared.</source>
        <translation>“{name}”是程序自带的模型。只能移除或分享您自己训练或导入的模型。</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; is no frame of this session. &apos;denoiser-app pairs list&apos; shows its frames.</source>
        <translation>“{name}”不是此会话中的照片。</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; was not installed: {reason}. To use it all the same, choose &apos;install anyway&apos;.</source>
        <translation>“{name}”没有安装：{reason}。若仍要使用，请选择“仍然安装”。</translation>
    </message>
    <message>
        <source>A cluster needs a part that is not installed. Install it with: pip install &apos;denoiser-app[cluster]&apos;</source>
        <translation>使用集群需要一个尚未安装的组件。安装命令：pip install &apos;denoiser-app[cluster]&apos;</translation>
    </message>
    <message>
        <source>A model cannot be called &apos;{name}&apos;: {reason}.</source>
        <translation>模型不能命名为“{name}”：{reason}。</translation>
    </message>
    <message>
        <source>Batch &apos;{name}&apos; is being worked on by {holder}. Wait until it is done, or stop that program first.</source>
        <translation>批处理“{name}”正由 {holder} 处理。请等它完成，或先停止那个程序。</translation>
    </message>
    <message>
        <source>Batch &apos;{name}&apos; was taken over by another program, because this one was silent for too long. Nothing is lost; it goes on there.</source>
        <translation>批处理“{name}”已由另一个程序接管，因为本程序太久没有响应。没有任何丢失，处理会在那里继续。</translation>
    </message>
    <message>
        <source>No camera was found. Connect it with a USB cable, switch it on and choose PTP or PC control in its menu.</source>
        <translation>没有找到相机。请用 USB 线连接并打开相机，在其菜单中选择 PTP 或电脑控制。</translation>
    </message>
    <message>
        <source>Shooting from the computer needs a part that is not installed. Install it with: pip install &apos;denoiser-app[tether]&apos;. Or let the camera maker&apos;s program save into a folder, and have that folder watched.</source>
        <translation>从电脑控制拍摄需要一个尚未安装的组件。安装命令：pip install &apos;denoiser-app[tether]&apos;。也可以让相机厂商的程序把照片存入某个文件夹，并监视该文件夹。</translation>
    </message>
    <message>
        <source>The camera did not {what} ({reason}). Check its battery, card and focus switch, and try again.</source>
        <translation>相机未能{what}（{reason}）。请检查电池、存储卡和对焦开关，然后重试。</translation>
    </message>
    <message>
        <source>The camera is not connected any more ({reason}). Nothing is lost: connect it again, and work goes on by itself.</source>
        <translation>相机已断开连接（{reason}）。没有丢失任何内容：重新连接后会自动继续。</translation>
    </message>
    <message>
        <source>The camera is used by another program ({reason}). Close that program, or eject the camera in the file manager, and try again.</source>
        <translation>相机正被其他程序占用（{reason}）。请关闭该程序，或在文件管理器中弹出相机，然后重试。</translation>
    </message>
    <message>
        <source>The colour profile of the photo cannot be used ({reason}). Export without choosing a colour space to keep the colours.</source>
        <translation>无法使用照片的色彩配置文件（{reason}）。导出时请不要指定色彩空间，以保持原有色彩。</translation>
    </message>
    <message>
        <source>The device &apos;{device}&apos; cannot be used ({reason}). Use --device cpu or auto.</source>
        <translation>无法使用设备“{device}”（{reason}）。请在首选项中选择“自动”或处理器。</translation>
    </message>
    <message>
        <source>The name template &apos;{template}&apos; cannot be used: {reason}. Known fields: {known}.</source>
        <translation>无法使用命名模板“{template}”：{reason}。可用的字段：{known}。</translation>
    </message>
    <message>
        <source>The program that does this work ended unexpectedly ({reason}). What was saved is not lost; try again.</source>
        <translation>执行此任务的程序意外结束（{reason}）。已保存的内容没有丢失，请重试。</translation>
    </message>
    <message>
        <source>The {worker} of the cluster cannot work on this batch: {reason}.</source>
        <translation>集群的 {worker} 无法处理这个批处理：{reason}。</translation>
    </message>
    <message>
        <source>There are {count} frames named &apos;{name}&apos; in this session. Name one of them by its file: {files}.</source>
        <translation>此会话中有 {count} 张名为“{name}”的照片。请用文件名指定其中一张：{files}。</translation>
    </message>
    <message>
        <source>There is a model named &apos;{name}&apos; already. Remove it first, or give the new one another name.</source>
        <translation>已有名为“{name}”的模型。请先将其移除，或给新模型另取名称。</translation>
    </message>
    <message>
        <source>There is no batch &apos;{name}&apos;. Known batches: {known}.</source>
        <translation>没有名为“{name}”的批处理。已有的批处理：{known}。</translation>
    </message>
    <message>
        <source>There is no model named &apos;{name}&apos;. Known models: {known}.</source>
        <translation>没有名为“{name}”的模型。可用的模型：{known}。</translation>
    </message>
    <message>
        <source>There is no scene &apos;{name}&apos; in this session. Its scenes: {known}.</source>
        <translation>此会话中没有场景“{name}”。现有场景：{known}。</translation>
    </message>
    <message>
        <source>This camera cannot be used for this plan: {reason}</source>
        <translation>此相机无法用于该计划：{reason}</translation>
    </message>
    <message>
        <source>{path}: a file of this name is there already, but it is damaged. Remove it, or choose to overwrite, and retry.</source>
        <translation>{path}：已有同名文件，但它已损坏。请将其删除，或选择覆盖，然后重试。</translation>
    </message>
    <message>
        <source>{path}: another program is changing this session. Wait until it is done, or close it there.</source>
        <translation>{path}：另一个程序正在更改此会话。请等待其完成，或在那里关闭会话。</translation>
    </message>
    <message>
        <source>{path}: cannot be written ({reason}). Choose another folder or change its permissions.</source>
        <translation>{path}：无法写入（{reason}）。请选择其他文件夹或更改其权限。</translation>
    </message>
    <message>
        <source>{path}: decoding needs more memory than is allowed. The file is probably damaged; copy it again from the card.</source>
        <translation>{path}：解码所需内存超出限制。文件可能已损坏，请从存储卡重新复制。</translation>
    </message>
    <message>
        <source>{path}: decoding was stopped after {seconds:.0f} s. The file is probably damaged; copy it again from the card.</source>
        <translation>{path}：解码超过 {seconds:.0f} 秒，已停止。文件可能已损坏，请从存储卡重新复制。</translation>
    </message>
    <message>
        <source>{path}: denoising failed ({reason}). Nothing was written; try a smaller --tile or --device cpu.</source>
        <translation>{path}：降噪失败（{reason}）。没有写入任何文件。请在首选项中选择其他设备后重试。</translation>
    </message>
    <message>
        <source>{path}: the decoder crashed on this file. It is probably damaged; copy it again from the card.</source>
        <translation>{path}：解码器处理此文件时崩溃。文件可能已损坏，请从存储卡重新复制。</translation>
    </message>
    <message>
        <source>{path}: the disk is full ({needed_mb:.0f} MB needed). Nothing was left behind; make room and try again.</source>
        <translation>{path}：磁盘已满（需要 {needed_mb:.0f} MB）。没有留下残余文件，请腾出空间后重试。</translation>
    </message>
    <message>
        <source>{path}: the file cannot be opened ({reason}). Check its permissions.</source>
        <translation>{path}：无法打开文件（{reason}）。请检查其权限。</translation>
    </message>
    <message>
        <source>{path}: the file decodes to a black frame ({percent:.0f} % of its pixels are exactly zero). Its pixel data is missing or damaged.</source>
        <translation>{path}：文件解码后是全黑画面（{percent:.0f}% 的像素恰好为零）。像素数据缺失或已损坏。</translation>
    </message>
    <message>
        <source>{path}: the file did not read back as it was written ({reason}). It was removed; check the disk and try again.</source>
        <translation>{path}：写入后回读的内容不一致（{reason}）。该文件已删除，请检查磁盘后重试。</translation>
    </message>
    <message>
        <source>{path}: the file ends too early; part of the photo is missing. Copy it again from the card.</source>
        <translation>{path}：文件不完整，缺少部分画面。请从存储卡重新复制。</translation>
    </message>
    <message>
        <source>{path}: the file exists already. Use --overwrite to replace it, or another name.</source>
        <translation>{path}：文件已存在。请选择替换，或使用其他名称。</translation>
    </message>
    <message>
        <source>{path}: the file is damaged ({reason}). Copy it again from the card.</source>
        <translation>{path}：文件已损坏（{reason}）。请从存储卡重新复制。</translation>
    </message>
    <message>
        <source>{path}: the file is empty (0 bytes). Copy it again from the card.</source>
        <translation>{path}：文件为空（0 字节）。请从存储卡重新复制。</translation>
    </message>
    <message>
        <source>{path}: the file was changed while it was read. Wait until it is complete, and try again.</source>
        <translation>{path}：文件在读取时被更改。请等它写完后再试。</translation>
    </message>
    <message>
        <source>{path}: the journal of batches cannot be used ({reason}). Make room on that disk or change its permissions, and start again.</source>
        <translation>{path}：无法使用批处理日志（{reason}）。请在该磁盘上腾出空间或更改其权限，然后重新开始。</translation>
    </message>
    <message>
        <source>{path}: the journal of batches is damaged ({reason}). It was moved to {aside}. Finished photos are still where they are; start the batch again, and they will be skipped.</source>
        <translation>{path}：批处理日志已损坏（{reason}），已移至 {aside}。已完成的照片仍在原处；重新开始批处理时会跳过它们。</translation>
    </message>
    <message>
        <source>{path}: the model &apos;{name}&apos; is for {domain} photos and this is a {photo} photo. Choose another model, or &apos;auto&apos;.</source>
        <translation>{path}：模型“{name}”适用的照片类型是 {domain}，而这张是 {photo}。请选择其他模型，或选择“自动”。</translation>
    </message>
    <message>
        <source>{path}: the model file cannot be used ({reason}). Install the program again, or remove this file.</source>
        <translation>{path}：无法使用此模型文件（{reason}）。请重新安装程序，或删除此文件。</translation>
    </message>
    <message>
        <source>{path}: the photo has {megapixels:.0f} megapixels, more than the limit of {limit:.0f}. Crop it or raise the limit.</source>
        <translation>{path}：照片有 {megapixels:.0f} 百万像素，超过 {limit:.0f} 百万像素的上限。请裁剪照片或提高上限。</translation>
    </message>
    <message>
        <source>{path}: the program ended {times} times while it worked on this photo, so it was set aside. The file is probably damaged; copy it again from the card and retry.</source>
        <translation>{path}：处理这张照片时程序退出了 {times} 次，因此已将其搁置。文件可能已损坏；请从存储卡重新复制后重试。</translation>
    </message>
    <message>
        <source>{path}: the sensor of this camera ({sensor}) is not supported. Convert the photo to TIFF in the maker&apos;s program first.</source>
        <translation>{path}：不支持此相机的传感器（{sensor}）。请先用厂商软件将照片转换为 TIFF。</translation>
    </message>
    <message>
        <source>{path}: the session has the raw of this shot already, which is better for training. The JPEG is left out.</source>
        <translation>{path}：会话中已有这次拍摄的 RAW，更适合训练，因此不收入 JPEG。</translation>
    </message>
    <message>
        <source>{path}: the session&apos;s list of frames cannot be used ({reason}). The frames themselves are not touched; put back a copy of this file, or add the frames to a new session.</source>
        <translation>{path}：会话的照片列表无法使用（{reason}）。照片本身没有受影响；请恢复此文件的副本，或将照片添加到新的会话。</translation>
    </message>
    <message>
        <source>{path}: the table of rules cannot be used ({reason}). Correct it, or leave it out.</source>
        <translation>{path}：无法使用规则表（{reason}）。请更正它，或不使用规则。</translation>
    </message>
    <message>
        <source>{path}: there are no photos here{patterns}. Choose another folder or another pattern, or include the folders inside it.</source>
        <translation>{path}：这里没有照片{patterns}。请选择其他文件夹或其他名称模式，或包括其中的子文件夹。</translation>
    </message>
    <message>
        <source>{path}: there is no session of pairs in this folder. Check whether its disk is connected, or begin a new session.</source>
        <translation>{path}：此文件夹中没有配对会话。请检查磁盘是否已连接，或新建会话。</translation>
    </message>
    <message>
        <source>{path}: there is no such file. Check the name, or whether the card or disk is still connected.</source>
        <translation>{path}：文件不存在。请检查名称，或存储卡、磁盘是否仍然连接。</translation>
    </message>
    <message>
        <source>{path}: there is no trained model named &apos;{name}&apos; in this session. Train it first.</source>
        <translation>{path}：此会话中没有名为“{name}”的已训练模型。请先训练。</translation>
    </message>
    <message>
        <source>{path}: this folder, or every photo in it, is not there any more. Connect the card, disk or network again; work goes on by itself.</source>
        <translation>{path}：此文件夹或其中的所有照片已不存在。请重新连接存储卡、磁盘或网络；处理会自动继续。</translation>
    </message>
    <message>
        <source>{path}: this is a folder, not a photo. Name the photos in it, for example {path}/*.dng.</source>
        <translation>{path}：这是文件夹，不是照片。请用“打开文件夹”打开它。</translation>
    </message>
    <message>
        <source>{path}: this is not a photo in a format that can be read here. Use a camera raw, JPEG, PNG, TIFF or HEIC.</source>
        <translation>{path}：这不是可读取的照片格式。请使用相机 RAW、JPEG、PNG、TIFF 或 HEIC。</translation>
    </message>
    <message>
        <source>{path}: this model was not imported ({reason}). Nothing of it was kept; ask for the file again.</source>
        <translation>{path}：未导入此模型（{reason}）。没有保留任何内容，请重新索取该文件。</translation>
    </message>
    <message>
        <source>{path}: this photo is in the session already.</source>
        <translation>{path}：这张照片已在会话中。</translation>
    </message>
    <message>
        <source>{path}: this profile cannot be used for the display ({reason}). Choose a display profile (.icc, .icm) with a matrix, or sRGB.</source>
        <translation>{path}：此配置文件不能用于显示器（{reason}）。请选择矩阵型显示器配置文件（.icc、.icm）或 sRGB。</translation>
    </message>
    <message>
        <source>{path}: this would replace the original photo. Choose another name or folder.</source>
        <translation>{path}：这会覆盖原片。请选择其他名称或文件夹。</translation>
    </message>
    <message>
        <source>{path}: two photos would be written to this name. Use {{counter}} in the name template, or separate folders.</source>
        <translation>{path}：会有两张照片写入同一名称。请在命名模板中使用 {{counter}}，或使用不同的文件夹。</translation>
    </message>
    <message>
        <source>{path}: your settings cannot be saved ({reason}). They hold until the program is closed.</source>
        <translation>{path}：无法保存您的设置（{reason}）。设置在程序关闭前有效。</translation>
    </message>
    <message>
        <source>{path}: {reason}</source>
        <translation>{path}：{reason}</translation>
    </message>
    <message>
        <source>{path}: {what} is not supported. {advice}</source>
        <translation>{path}：不支持{what}。{advice}</translation>
    </message>
    <message>
        <source>{url}: the Dask cluster cannot be reached ({reason}). Check the address, and that its scheduler runs; nothing is lost, and &apos;denoiser-app batch --resume&apos; goes on.</source>
        <translation>{url}：无法连接 Dask 集群（{reason}）。请检查地址以及调度器是否在运行；没有任何丢失，恢复批处理后即可继续。</translation>
    </message>
    <message>
        <source>{url}: the Dask cluster has no workers. Start some with &apos;dask worker {url}&apos;; work begins by itself.</source>
        <translation>{url}：Dask 集群没有工作进程。请用“dask worker {url}”启动；处理会自动开始。</translation>
    </message>
</context>
<context>
    <name>ExportControl</name>
    <message>
        <source>Photos are still being exported. Wait until they are done, or cancel that first.</source>
        <translation>照片仍在导出。请等待完成，或先取消导出。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>&amp;Use as default</source>
        <translation>设为默认(&amp;U)</translation>
    </message>
    <message>
        <source>The next export begins with these settings.</source>
        <translation>下次导出将以这些设置开始。</translation>
    </message>
    <message>
        <source>&amp;This photo ({name})</source>
        <translation>此照片（{name}）(&amp;T)</translation>
    </message>
    <message numerus="yes">
        <source>The &amp;selection (%n photo(s))</source>
        <translation>
            <numerusform>所选照片（%n 张）(&amp;S)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;All photos in the strip (%n photo(s))</source>
        <translation>
            <numerusform>胶片条中的全部照片（%n 张）(&amp;A)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n photo(s)</source>
        <translation>
            <numerusform>导出 %n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>The file will take {size}.</source>
        <translation>文件大小{size}。</translation>
    </message>
    <message>
        <source>A photo like this one will take {size}, all together {total}.</source>
        <translation>每张类似的照片{size}，总计{total}。</translation>
    </message>
    <message>
        <source>Only {free} are free there. It may not be enough.</source>
        <translation>目标位置仅剩 {free}，空间可能不足。</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>约 {size}</translation>
    </message>
    <message>
        <source>about {least} to {most}</source>
        <translation>约 {least} 至 {most}</translation>
    </message>
</context>
<context>
    <name>ExportFields</name>
    <message>
        <source>16 bits a channel, for further editing</source>
        <translation>每通道 16 位，适合后续编辑</translation>
    </message>
    <message>
        <source>8 bits a channel</source>
        <translation>每通道 8 位</translation>
    </message>
    <message>
        <source>As the photo (raw: sRGB)</source>
        <translation>与照片相同（RAW：sRGB）</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG 品质</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Depth</source>
        <translation>位深(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Quality</source>
        <translation>品质(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Colours</source>
        <translation>色彩空间(&amp;C)</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Insert a field into the name</source>
        <translation>在名称中插入字段</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>Name template</source>
        <translation>命名模板</translation>
    </message>
    <message>
        <source>&amp;Beside each photo</source>
        <translation>与各照片同一文件夹(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;In this folder:</source>
        <translation>在此文件夹中(&amp;I)：</translation>
    </message>
    <message>
        <source>C&amp;hoose...</source>
        <translation>选择(&amp;H)...</translation>
    </message>
    <message>
        <source>Folder for the exported photos</source>
        <translation>导出照片的文件夹</translation>
    </message>
    <message>
        <source>Choose the folder for the exported photos</source>
        <translation>选择导出照片的文件夹</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Add a number to the name</source>
        <translation>在名称后加编号</translation>
    </message>
    <message>
        <source>Skip the photo</source>
        <translation>跳过该照片</translation>
    </message>
    <message>
        <source>Replace the file (never an original)</source>
        <translation>替换文件（绝不替换原片）</translation>
    </message>
    <message>
        <source>If the file &amp;exists</source>
        <translation>如果文件已存在(&amp;E)</translation>
    </message>
    <message>
        <source>Choose a folder.</source>
        <translation>请选择文件夹。</translation>
    </message>
    <message>
        <source>This folder does not exist. Choose another one.</source>
        <translation>此文件夹不存在，请另选一个。</translation>
    </message>
    <message>
        <source>This is a file, not a folder. Choose another one.</source>
        <translation>这是文件而不是文件夹，请另选一个。</translation>
    </message>
    <message>
        <source>You may not write into this folder. Choose another one.</source>
        <translation>您没有写入此文件夹的权限，请另选一个。</translation>
    </message>
    <message>
        <source>Example: {name}</source>
        <translation>示例：{name}</translation>
    </message>
    <message>
        <source>{name} exists already: this photo would be skipped</source>
        <translation>{name} 已存在：将跳过此照片</translation>
    </message>
    <message>
        <source>{name} exists already: it would be replaced</source>
        <translation>{name} 已存在：将被替换</translation>
    </message>
    <message>
        <source>name of the photo without its ending</source>
        <translation>照片名称（不含扩展名）</translation>
    </message>
    <message>
        <source>ending of the format, such as .tif</source>
        <translation>格式的扩展名，例如 .tif</translation>
    </message>
    <message>
        <source>day it was taken, 2026-01-31</source>
        <translation>拍摄日期，2026-01-31</translation>
    </message>
    <message>
        <source>time it was taken, 19-30-00</source>
        <translation>拍摄时间，19-30-00</translation>
    </message>
    <message>
        <source>camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>ISO</source>
        <translation>ISO</translation>
    </message>
    <message>
        <source>number within this export, 0001</source>
        <translation>本次导出中的编号，0001</translation>
    </message>
    <message>
        <source>model that denoised it</source>
        <translation>降噪所用的模型</translation>
    </message>
</context>
<context>
    <name>FilesSource</name>
    <message>
        <source>Photos that are on a disk already, also of another evening. They are copied, and sorted into scenes by the time they were taken. They can also be dropped anywhere on this page.</source>
        <translation>已在磁盘上的照片，也可以是以前拍的。它们会被复制，并按拍摄时间归入各个场景。也可以直接拖到本页的任意位置。</translation>
    </message>
    <message>
        <source>&amp;Add files...</source>
        <translation>添加文件(&amp;A)...</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Time taken</source>
        <translation>拍摄时间</translation>
    </message>
    <message>
        <source>ISO</source>
        <translation>ISO</translation>
    </message>
    <message>
        <source>Sort the photos by</source>
        <translation>照片排序依据</translation>
    </message>
    <message>
        <source>Sort b&amp;y</source>
        <translation>排序(&amp;Y)</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s)</source>
        <translation>
            <numerusform>%n 张照片</numerusform>
        </translation>
    </message>
    <message>
        <source>{photos}, {chosen} selected</source>
        <translation>{photos}，已选 {chosen} 张</translation>
    </message>
    <message>
        <source>Largest or latest first</source>
        <translation>从大到小，或从新到旧</translation>
    </message>
    <message>
        <source>Smallest or earliest first</source>
        <translation>从小到大，或从旧到新</translation>
    </message>
    <message>
        <source>Not denoised yet</source>
        <translation>尚未降噪</translation>
    </message>
    <message>
        <source>Working on it</source>
        <translation>正在处理</translation>
    </message>
    <message>
        <source>Denoised, not exported</source>
        <translation>已降噪，未导出</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>已导出</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>{state}: {reason}</source>
        <translation>{state}：{reason}</translation>
    </message>
    <message>
        <source>ISO {iso}</source>
        <translation>ISO {iso}</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Search by name</source>
        <translation>按名称搜索</translation>
    </message>
    <message>
        <source>&amp;All {number}</source>
        <translation>全部(&amp;A) {number}</translation>
    </message>
    <message>
        <source>&amp;Waiting {number}</source>
        <translation>等待(&amp;W) {number}</translation>
    </message>
    <message>
        <source>Do&amp;ne {number}</source>
        <translation>完成(&amp;N) {number}</translation>
    </message>
    <message>
        <source>Fai&amp;led {number}</source>
        <translation>失败(&amp;L) {number}</translation>
    </message>
    <message>
        <source>S&amp;kipped {number}</source>
        <translation>跳过(&amp;K) {number}</translation>
    </message>
    <message>
        <source>No photo with &apos;{letters}&apos; in its name here.</source>
        <translation>这里没有名称包含“{letters}”的照片。</translation>
    </message>
    <message>
        <source>This batch has no photos yet.</source>
        <translation>此批处理还没有照片。</translation>
    </message>
    <message>
        <source>No photo of this batch is waiting.</source>
        <translation>此批处理没有等待中的照片。</translation>
    </message>
    <message>
        <source>No photo of this batch is done yet.</source>
        <translation>此批处理还没有完成的照片。</translation>
    </message>
    <message>
        <source>No photo of this batch has failed.</source>
        <translation>此批处理没有失败的照片。</translation>
    </message>
    <message>
        <source>No photo of this batch was skipped.</source>
        <translation>此批处理没有跳过的照片。</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>A bit of everything</source>
        <translation>综合</translation>
    </message>
    <message>
        <source>A model needs at least {least} scenes to learn from and to be tested on; there are {count}. Add some that differ from these.</source>
        <translation>模型至少需要 {least} 个场景用于学习和测试，现在有 {count} 个。请添加几个与这些不同的场景。</translation>
    </message>
    <message>
        <source>All pairs are of one scene. Shoot at least {wanted} different ones, and keep one of them for the proof.</source>
        <translation>所有配对都是同一个场景。请至少拍摄 {wanted} 个不同的场景，并留一个作验证。</translation>
    </message>
    <message>
        <source>At {shutter}, lamps on {mains} Hz mains can make frames up to {percent:.0f} % brighter or darker, and put bands into them. In lamplight use {safe} at the high ISO together with a low ISO of {iso:.0f} or more; in daylight or with lamps that do not flicker, leave it.</source>
        <translation>快门为 {shutter} 时，{mains} Hz 市电的灯光可使照片亮度相差多达 {percent:.0f}%，并产生条纹。在灯光下，请在高 ISO 时使用 {safe}，并将低 ISO 设为 {iso:.0f} 或更高；在日光或无频闪的灯光下无需更改。</translation>
    </message>
    <message>
        <source>At {shutter}, lamps on {mains} Hz mains can make frames up to {percent:.0f} % brighter or darker, and put bands into them. In lamplight use {safe} at the high ISO; in daylight or with lamps that do not flicker, leave it.</source>
        <translation>快门为 {shutter} 时，{mains} Hz 市电的灯光可使照片亮度相差多达 {percent:.0f}%，并产生条纹。在灯光下，请在高 ISO 时使用 {safe}；在日光或无频闪的灯光下无需更改。</translation>
    </message>
    <message>
        <source>Before the first frame</source>
        <translation>拍第一张之前</translation>
    </message>
    <message>
        <source>Both frames are equally sharp (detail {percent:.0f} %).</source>
        <translation>两张照片同样清晰（细节 {percent:.0f}%）。</translation>
    </message>
    <message>
        <source>Broad even tones: a painted wall, paper, the sky at dusk.</source>
        <translation>大面积均匀的色调：粉刷的墙、纸张、黄昏的天空。</translation>
    </message>
    <message>
        <source>By their settings the high-ISO frame is {stops:+.2f} EV brighter than the low-ISO one. Choose shutter times that keep the exposure equal.</source>
        <translation>按设置计算，高 ISO 照片比低 ISO 照片亮 {stops:+.2f} EV。请选择使曝光量相等的快门时间。</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>色彩</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>暗部</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Deep shadows with something in them, as in your night photos.</source>
        <translation>有内容的深暗部，就像您的夜景照片那样。</translation>
    </message>
    <message>
        <source>Each scene</source>
        <translation>每个场景</translation>
    </message>
    <message>
        <source>Every scene is held out, so there is nothing to learn from. Hold out one scene.</source>
        <translation>所有场景都留作验证，没有可供学习的内容。请只留一个场景。</translation>
    </message>
    <message>
        <source>Every scene is kept for the proof, so that none is left to learn from. Unmark all but one.</source>
        <translation>所有场景都留作验证，没有可供学习的内容。请只保留一个标记。</translation>
    </message>
    <message>
        <source>Fine detail from edge to edge: a brick wall, bark, fabric, print.</source>
        <translation>布满画面的精细细节：砖墙、树皮、布料、印刷品。</translation>
    </message>
    <message>
        <source>Focus once on the scene, then manual focus</source>
        <translation>对场景对焦一次，然后切换到手动对焦</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Held out: the model never sees this scene, so that it can be tested on it.</source>
        <translation>留作验证：模型不会见到这个场景，以便用它来测试。</translation>
    </message>
    <message>
        <source>High ISO</source>
        <translation>高 ISO</translation>
    </message>
    <message>
        <source>ISO {high:.0f} is only {ratio:.3g} times ISO {low:.0f}, so the low-ISO frames are hardly cleaner. Use the lowest ISO of your camera, or pairs at a higher one.</source>
        <translation>ISO {high:.0f} 只是 ISO {low:.0f} 的 {ratio:.3g} 倍，低 ISO 照片并不会干净多少。请使用相机的最低 ISO，或在更高的 ISO 拍摄配对。</translation>
    </message>
    <message>
        <source>ISO</source>
        <translation>ISO</translation>
    </message>
    <message>
        <source>It cannot be told whether the frames lie on each other: the scene has too little detail.</source>
        <translation>无法判断照片是否对齐：场景的细节太少。</translation>
    </message>
    <message>
        <source>Lamps or lit windows in the dark. A little may be clipped, not much.</source>
        <translation>黑暗中的灯或亮着的窗户。可以有少量溢出，但不要太多。</translation>
    </message>
    <message>
        <source>Lens and aperture</source>
        <translation>镜头和光圈</translation>
    </message>
    <message>
        <source>Lens and body stabiliser off</source>
        <translation>关闭镜头和机身防抖</translation>
    </message>
    <message>
        <source>Lights</source>
        <translation>灯光</translation>
    </message>
    <message>
        <source>Like the photos you really take.</source>
        <translation>就像您平时拍的照片。</translation>
    </message>
    <message>
        <source>Long-exposure and high-ISO noise reduction off</source>
        <translation>关闭长曝光降噪和高 ISO 降噪</translation>
    </message>
    <message>
        <source>Low ISO, first</source>
        <translation>低 ISO，先拍</translation>
    </message>
    <message>
        <source>Low ISO, last</source>
        <translation>低 ISO，后拍</translation>
    </message>
    <message>
        <source>Manual mode with a fixed aperture, no automatic ISO</source>
        <translation>手动模式，固定光圈，不用自动 ISO</translation>
    </message>
    <message>
        <source>Many saturated colours: books, fruit, paints, posters.</source>
        <translation>许多饱和的颜色：书籍、水果、颜料、海报。</translation>
    </message>
    <message>
        <source>Measured, the high-ISO frame is {stops:+.2f} EV brighter than the low-ISO one. Something else than ISO and shutter time changed: the light, the aperture or a filter.</source>
        <translation>实测高 ISO 照片比低 ISO 照片亮 {stops:+.2f} EV。除 ISO 和快门时间外还有别的变化：光线、光圈或滤镜。</translation>
    </message>
    <message>
        <source>No scene is held out, so it could not be told whether the model is better. Keep one scene from training.</source>
        <translation>没有留作验证的场景，无法判断模型是否更好。请留出一个场景不参与训练。</translation>
    </message>
    <message>
        <source>No scene is kept for the proof. Mark one of them &apos;held out&apos;, so that the model can be tried on something it never saw.</source>
        <translation>没有留作验证的场景。请将其中一个标为“留作验证”，以便用模型从未见过的内容来检验它。</translation>
    </message>
    <message>
        <source>Nothing in the scene moved.</source>
        <translation>场景中没有移动的东西。</translation>
    </message>
    <message>
        <source>Nothing moves: no people, leaves, clouds, screens</source>
        <translation>没有移动的东西：人、树叶、云、屏幕</translation>
    </message>
    <message>
        <source>One frame is a raw and the other a finished picture. Use raws only, or JPEGs only.</source>
        <translation>一张照片是 RAW，另一张是成品图片。请只用 RAW，或只用 JPEG。</translation>
    </message>
    <message>
        <source>Only {percent:.0f} % of the picture can be used.</source>
        <translation>画面只有 {percent:.0f}% 可用。</translation>
    </message>
    <message>
        <source>Pairs for your own camera</source>
        <translation>为您自己的相机拍摄配对</translation>
    </message>
    <message>
        <source>Please note</source>
        <translation>请注意</translation>
    </message>
    <message>
        <source>RAW, uncompressed or losslessly compressed</source>
        <translation>RAW，未压缩或无损压缩</translation>
    </message>
    <message>
        <source>Remote release, or a self-timer of 2 s or more</source>
        <translation>遥控快门，或 2 秒以上的自拍延时</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Shutter open {minutes:.0f} min in all. The aperture stays the same in all frames of a scene.</source>
        <translation>快门总共开启 {minutes:.0f} 分钟。同一场景的所有照片光圈保持不变。</translation>
    </message>
    <message>
        <source>Shutter</source>
        <translation>快门</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Steady light: nobody switches lamps, no dusk or dawn</source>
        <translation>光线稳定：无人开关灯，避开黄昏和黎明</translation>
    </message>
    <message>
        <source>Sturdy tripod, nothing hanging from it in the wind</source>
        <translation>稳固的三脚架，上面不挂会随风摆动的东西</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>纹理</translation>
    </message>
    <message>
        <source>The ISO of this camera cannot be set from the computer. Set it on the camera when you are asked to.</source>
        <translation>无法从电脑设置此相机的 ISO。请在提示时在相机上设置。</translation>
    </message>
    <message>
        <source>The aperture changed from f/{first:.2g} to f/{second:.2g}. Use manual mode with a fixed aperture.</source>
        <translation>光圈从 f/{first:.2g} 变为 f/{second:.2g}。请使用手动模式并固定光圈。</translation>
    </message>
    <message>
        <source>The camera does not offer ISO {wanted:.0f}; ISO {offered:.0f} is used instead.</source>
        <translation>相机没有 ISO {wanted:.0f}，改用 ISO {offered:.0f}。</translation>
    </message>
    <message>
        <source>The camera does not offer {wanted}; {offered} is used instead.</source>
        <translation>相机没有 {wanted}，改用 {offered}。</translation>
    </message>
    <message>
        <source>The camera moved by {pixels:.1f} pixels between the frames. Use a sturdy tripod and a remote release.</source>
        <translation>照片之间相机移动了 {pixels:.1f} 像素。请使用稳固的三脚架和遥控快门。</translation>
    </message>
    <message>
        <source>The camera moved by {pixels:.1f} pixels; the frames were put on each other again by whole periods of the colour filters.</source>
        <translation>相机移动了 {pixels:.1f} 像素；已按彩色滤镜的整周期将照片重新对齐。</translation>
    </message>
    <message>
        <source>The camera moved by {pixels:.1f} pixels; the low-ISO frames were moved after it.</source>
        <translation>相机移动了 {pixels:.1f} 像素；已将低 ISO 照片随之移动。</translation>
    </message>
    <message>
        <source>The camera turned, or the zoom or focus changed: the corners are off by {pixels:.1f} pixels. Tighten every lock of the tripod, and do not touch the lens.</source>
        <translation>相机转动了，或变焦、对焦发生了变化：四角偏差 {pixels:.1f} 像素。请锁紧三脚架的每个旋钮，不要触碰镜头。</translation>
    </message>
    <message>
        <source>The colour of the light changed by {stops:.2f} EV between the low-ISO and the high-ISO frames. Wait for steady light; with JPEGs, set a fixed white balance.</source>
        <translation>低 ISO 与高 ISO 照片之间光线的颜色变化了 {stops:.2f} EV。请等光线稳定；使用 JPEG 时请固定白平衡。</translation>
    </message>
    <message>
        <source>The exposures are equal within {stops:.2f} EV.</source>
        <translation>曝光量一致，相差不超过 {stops:.2f} EV。</translation>
    </message>
    <message>
        <source>The files do not say which camera took them.</source>
        <translation>文件中没有说明是哪台相机拍摄的。</translation>
    </message>
    <message>
        <source>The focal length changed from {first:.4g} to {second:.4g} mm. Do not touch the zoom between frames.</source>
        <translation>焦距从 {first:.4g} 变为 {second:.4g} mm。拍摄过程中请勿变焦。</translation>
    </message>
    <message>
        <source>The frames are of different cameras ({first}, {second}). Use one camera for all of them.</source>
        <translation>照片来自不同的相机（{first}、{second}）。请全部使用同一台相机。</translation>
    </message>
    <message>
        <source>The frames cannot be compared, because one shows another cut of the sensor ({first}, {second}). Keep the camera&apos;s format and crop setting.</source>
        <translation>照片无法比较，因为传感器的取景范围不同（{first}、{second}）。请保持相机的画幅和裁切设置。</translation>
    </message>
    <message>
        <source>The frames have different sizes ({first}, {second}). Keep the camera&apos;s format and crop setting.</source>
        <translation>照片尺寸不同（{first}、{second}）。请保持相机的画幅和裁切设置。</translation>
    </message>
    <message>
        <source>The frames lie on each other within {pixels:.2f} pixels.</source>
        <translation>照片已对齐，误差不超过 {pixels:.2f} 像素。</translation>
    </message>
    <message>
        <source>The frames were taken with different lenses ({first}, {second}).</source>
        <translation>照片使用了不同的镜头（{first}、{second}）。</translation>
    </message>
    <message>
        <source>The high ISO ({high:.0f}) has to be higher than the low one ({low:.0f}).</source>
        <translation>高 ISO（{high:.0f}）必须高于低 ISO（{low:.0f}）。</translation>
    </message>
    <message>
        <source>The high-ISO frame is less sharp than the low-ISO one (detail {percent:.0f} %). Focus once, then switch to manual focus; avoid vibrations.</source>
        <translation>高 ISO 照片不如低 ISO 照片清晰（细节 {percent:.0f}%）。请对焦一次后切换到手动对焦，并避免震动。</translation>
    </message>
    <message>
        <source>The high-ISO frames were taken at different ISO settings ({isos}). That is fine for measuring noise; a model learns best from one.</source>
        <translation>高 ISO 照片使用了不同的 ISO（{isos}）。这对测量噪点没有影响，但模型用单一 ISO 学习效果最好。</translation>
    </message>
    <message>
        <source>The light changed by {stops:+.2f} EV between the first and the last low-ISO frame. Wait for steady light and shoot the scene again.</source>
        <translation>第一张与最后一张低 ISO 照片之间光线变化了 {stops:+.2f} EV。请等光线稳定后重拍这个场景。</translation>
    </message>
    <message>
        <source>The light stayed within {stops:.2f} EV over the low-ISO frames.</source>
        <translation>低 ISO 照片之间光线变化不超过 {stops:.2f} EV。</translation>
    </message>
    <message>
        <source>The low-ISO frame is less sharp than the high-ISO one (detail {percent:.0f} %). Its long exposure may have been shaken: use a remote release.</source>
        <translation>低 ISO 照片不如高 ISO 照片清晰（细节 {percent:.0f}%）。长时间曝光时可能有抖动：请使用遥控快门。</translation>
    </message>
    <message>
        <source>The low-ISO frame {name} cannot be read. {reason}</source>
        <translation>无法读取低 ISO 照片 {name}。{reason}</translation>
    </message>
    <message>
        <source>The low-ISO frames are clean (noise {percent:.0f} % of the high-ISO frame&apos;s).</source>
        <translation>低 ISO 照片很干净（噪点为高 ISO 照片的 {percent:.0f}%）。</translation>
    </message>
    <message>
        <source>The low-ISO frames are hardly cleaner than the high-ISO one (noise {percent:.0f} % of it). Take more of them, or use a lower ISO.</source>
        <translation>低 ISO 照片并不比高 ISO 照片干净多少（噪点为其 {percent:.0f}%）。请多拍几张，或使用更低的 ISO。</translation>
    </message>
    <message>
        <source>The low-ISO frames need {seconds:.0f} s. Most cameras offer 30 s at most, so you would need bulb and a timer, and long exposures get hot pixels of their own. Use {shutter} or shorter at the high ISO (open the aperture or add light), or a low ISO of {iso:.0f} or more.</source>
        <translation>低 ISO 照片需要 {seconds:.0f} 秒。多数相机最长 30 秒，您需要使用 B 门和定时器，而且长时间曝光会产生额外的热像素。请在高 ISO 时使用 {shutter} 或更短的快门（开大光圈或增加光线），或将低 ISO 设为 {iso:.0f} 或更高。</translation>
    </message>
    <message>
        <source>The picture uses only the darkest {percent:.1f} % of the range. Expose more.</source>
        <translation>画面只用到了最暗的 {percent:.1f}% 的范围。请增加曝光。</translation>
    </message>
    <message>
        <source>The scene has too little fine detail to compare how sharp the frames are.</source>
        <translation>场景的精细细节太少，无法比较照片的清晰度。</translation>
    </message>
    <message>
        <source>The session holds both raws and finished pictures. Use raws only, or JPEGs only.</source>
        <translation>会话中既有 RAW 也有成品图片。请只用 RAW，或只用 JPEG。</translation>
    </message>
    <message>
        <source>The session holds frames of different cameras ({names}). A model is of one camera: make a session for each of them.</source>
        <translation>会话中有不同相机的照片（{names}）。一个模型只属于一台相机：请为每台相机分别建立会话。</translation>
    </message>
    <message>
        <source>The shutter time of this camera cannot be set from the computer. Set it on the camera when you are asked to.</source>
        <translation>无法从电脑设置此相机的快门时间。请在提示时在相机上设置。</translation>
    </message>
    <message>
        <source>Then move the tripod. Do not touch the camera between the frames of a scene but for ISO and shutter time.</source>
        <translation>然后移动三脚架。在同一场景的照片之间，除 ISO 和快门时间外请勿触碰相机。</translation>
    </message>
    <message>
        <source>There are {scenes} scenes; {wanted} or more teach a model much more reliably.</source>
        <translation>现有 {scenes} 个场景；{wanted} 个或更多时，模型会可靠得多。</translation>
    </message>
    <message>
        <source>There is a single low-ISO frame. Several, averaged, make a cleaner truth.</source>
        <translation>只有一张低 ISO 照片。多张取平均会得到更干净的参照。</translation>
    </message>
    <message>
        <source>There is a single pair. A model that learned from one picture knows only that picture: shoot more scenes, at least {wanted}, and keep one of them for the proof.</source>
        <translation>只有一组配对。只从一张画面学习的模型也只认识那张画面：请拍摄更多场景，至少 {wanted} 个，并留一个作验证。</translation>
    </message>
    <message>
        <source>There is no high-ISO frame, so there would be no pairs.</source>
        <translation>没有高 ISO 照片，就不会有配对。</translation>
    </message>
    <message>
        <source>There is no low-ISO frame after the high-ISO frames, so it cannot be told whether the light changed.</source>
        <translation>高 ISO 照片之后没有低 ISO 照片，无法判断光线是否变化。</translation>
    </message>
    <message>
        <source>There is no low-ISO frame, so there would be nothing to compare with.</source>
        <translation>没有低 ISO 照片，就没有可比较的参照。</translation>
    </message>
    <message>
        <source>There is no scene with both a low-ISO and a high-ISO frame. Shoot at least one of each without moving the tripod, and add both.</source>
        <translation>没有同时包含低 ISO 和高 ISO 照片的场景。请在不移动三脚架的情况下各拍至少一张，并一起添加。</translation>
    </message>
    <message>
        <source>There is one low-ISO frame a scene. Shoot at least two, one before and one after the high-ISO frames: averaged they are a cleaner truth, and they tell whether the light changed.</source>
        <translation>每个场景只有一张低 ISO 照片。请至少拍两张，高 ISO 照片之前和之后各一张：取平均后参照更干净，还能判断光线是否变化。</translation>
    </message>
    <message>
        <source>What to look for</source>
        <translation>选景要点</translation>
    </message>
    <message>
        <source>White balance fixed, flash off</source>
        <translation>固定白平衡，关闭闪光灯</translation>
    </message>
    <message>
        <source>With the times that the camera offers the frames differ by {stops:.2f} EV. That is mended later as far as it goes.</source>
        <translation>按相机提供的快门时间，照片相差 {stops:.2f} EV。之后会尽量修正。</translation>
    </message>
    <message>
        <source>bulb</source>
        <translation>B 门</translation>
    </message>
    <message>
        <source>{count} of the {total} low-ISO frames are left out, because they are shifted or less sharp than the others.</source>
        <translation>{total} 张低 ISO 照片中有 {count} 张不使用，因为它们有位移或不如其他照片清晰。</translation>
    </message>
    <message>
        <source>{percent:.0f} % of the picture can be used.</source>
        <translation>画面的 {percent:.0f}% 可用。</translation>
    </message>
    <message>
        <source>{percent:.0f} % of the picture is clipped to white. Expose less.</source>
        <translation>画面的 {percent:.0f}% 高光溢出。请减少曝光。</translation>
    </message>
    <message>
        <source>{percent:.0f} % of the picture moved between the frames. Choose a scene that stands still.</source>
        <translation>照片之间画面的 {percent:.0f}% 有移动。请选择静止的场景。</translation>
    </message>
    <message>
        <source>{percent:.1f} % of the picture is clipped to white. That part is left out.</source>
        <translation>画面的 {percent:.1f}% 高光溢出。这部分不使用。</translation>
    </message>
    <message>
        <source>{percent:.1f} % of the picture moved between the frames (people, leaves, clouds). That part is left out.</source>
        <translation>照片之间画面的 {percent:.1f}% 有移动（人、树叶、云）。这部分不使用。</translation>
    </message>
    <message>
        <source>{title} has no high-ISO frame. Shoot one, or remove the scene.</source>
        <translation>{title} 没有高 ISO 照片。请补拍一张，或移除该场景。</translation>
    </message>
    <message>
        <source>{title} has no low-ISO frame. Shoot one, or remove the scene.</source>
        <translation>{title} 没有低 ISO 照片。请补拍一张，或移除该场景。</translation>
    </message>
</context>
<context>
    <name>FolderSource</name>
    <message>
        <source>Folder into which the photos come</source>
        <translation>照片进入的文件夹</translation>
    </message>
    <message>
        <source>A folder that your camera&apos;s program, a card reader or a network fills. Each photo is copied into the session as soon as it is complete; nothing in that folder is changed.</source>
        <translation>由相机程序、读卡器或网络存入照片的文件夹。每张照片写入完成后立即复制到会话中；该文件夹里的内容不会被改动。</translation>
    </message>
    <message>
        <source>C&amp;hoose...</source>
        <translation>选择(&amp;H)...</translation>
    </message>
    <message>
        <source>No folder is chosen</source>
        <translation>未选择文件夹</translation>
    </message>
</context>
<context>
    <name>FrameMenu</name>
    <message>
        <source>Select frames or a scene first</source>
        <translation>请先选择照片或场景</translation>
    </message>
    <message>
        <source>&amp;Move to</source>
        <translation>移到(&amp;M)</translation>
    </message>
    <message>
        <source>A &amp;new scene</source>
        <translation>新场景(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Use as</source>
        <translation>用作(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Take out</source>
        <translation>移出(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Put back</source>
        <translation>放回(&amp;P)</translation>
    </message>
    <message>
        <source>Op&amp;en in the main window</source>
        <translation>在主窗口中打开(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Rename the scene...</source>
        <translation>重命名场景(&amp;R)...</translation>
    </message>
    <message>
        <source>&amp;Kind of scene</source>
        <translation>场景类型(&amp;K)</translation>
    </message>
    <message>
        <source>Keep for the &amp;proof</source>
        <translation>留作验证(&amp;P)</translation>
    </message>
    <message>
        <source>The training never sees this scene; the model is proved on it.</source>
        <translation>训练不会用到这个场景；模型将用它来验证。</translation>
    </message>
</context>
<context>
    <name>FrameModel</name>
    <message>
        <source>kept for the proof</source>
        <translation>留作验证</translation>
    </message>
    <message>
        <source>Not in a scene</source>
        <translation>不属于任何场景</translation>
    </message>
    <message>
        <source>Taken out</source>
        <translation>已移出</translation>
    </message>
    <message>
        <source>{low} of {low_wanted} low, {high} of {high_wanted} high</source>
        <translation>低 ISO {low}/{low_wanted}，高 ISO {high}/{high_wanted}</translation>
    </message>
</context>
<context>
    <name>FrameSorting</name>
    <message>
        <source>Rename the scene</source>
        <translation>重命名场景</translation>
    </message>
    <message>
        <source>Your word for this scene</source>
        <translation>您给这个场景的名称</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>&amp;Edit...</source>
        <translation>编辑(&amp;E)...</translation>
    </message>
    <message>
        <source>Edit the default export</source>
        <translation>编辑默认导出设置</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>Default export</source>
        <translation>默认导出设置</translation>
    </message>
    <message>
        <source>The language changes when the program is started again.</source>
        <translation>语言将在重新启动程序后更改。</translation>
    </message>
    <message>
        <source>{format}, {bits} bits, named {name}, {folder}</source>
        <translation>{format}，{bits} 位，命名为 {name}，{folder}</translation>
    </message>
    <message>
        <source>beside each photo</source>
        <translation>与各照片同一文件夹</translation>
    </message>
    <message>
        <source>in {folder}</source>
        <translation>保存到 {folder}</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Your own camera</source>
        <translation>您自己的相机</translation>
    </message>
    <message>
        <source>No session is open</source>
        <translation>没有打开的会话</translation>
    </message>
    <message>
        <source>&amp;New session...</source>
        <translation>新建会话(&amp;N)...</translation>
    </message>
    <message>
        <source>&amp;Open session...</source>
        <translation>打开会话(&amp;O)...</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>最近使用(&amp;R)</translation>
    </message>
    <message>
        <source>Show &amp;folder</source>
        <translation>显示文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>The folder with everything of this session; it can be moved or copied</source>
        <translation>存放此会话全部内容的文件夹，可以移动或复制</translation>
    </message>
</context>
<context>
    <name>Incoming</name>
    <message>
        <source>Connecting to the camera...</source>
        <translation>正在连接相机...</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>Set up the scene. The camera shoots its frames as soon as you say that it is ready.</source>
        <translation>请布置场景。您确认就绪后，相机会立即拍摄其中的照片。</translation>
    </message>
    <message>
        <source>Set the camera to what is asked for, then go on.</source>
        <translation>请按要求设置相机，然后继续。</translation>
    </message>
    <message>
        <source>{file} was not taken. {reason}</source>
        <translation>未收入 {file}。{reason}</translation>
    </message>
    <message>
        <source>Copying {done} of {total}</source>
        <translation>正在复制第 {done} 张，共 {total} 张</translation>
    </message>
    <message>
        <source>Waiting for photos in {folder}.</source>
        <translation>正在等待 {folder} 中的照片。</translation>
    </message>
    <message>
        <source>The camera is connected.</source>
        <translation>相机已连接。</translation>
    </message>
</context>
<context>
    <name>JobBar</name>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Photos that were not exported, and why</source>
        <translation>未导出的照片及原因</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation>取消导出</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the result of the export</source>
        <translation>关闭导出结果</translation>
    </message>
    <message numerus="yes">
        <source>Exporting %n photo(s)...</source>
        <translation>
            <numerusform>正在导出 %n 张照片...</numerusform>
        </translation>
    </message>
    <message>
        <source>Exporting {number} of {total}: {name}</source>
        <translation>正在导出第 {number} 张，共 {total} 张：{name}</translation>
    </message>
    <message>
        <source>Export cancelled</source>
        <translation>导出已取消</translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) exported to {folder}</source>
        <translation>
            <numerusform>%n 张照片已导出到 {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n photo(s) exported</source>
        <translation>
            <numerusform>已导出 %n 张照片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n skipped, already there</source>
        <translation>
            <numerusform>跳过 %n 张（已存在）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not done</source>
        <translation>
            <numerusform>%n 张未处理</numerusform>
        </translation>
    </message>
    <message>
        <source>{name}: {reason}</source>
        <translation>{name}：{reason}</translation>
    </message>
    <message numerus="yes">
        <source>%n failed: show</source>
        <translation>
            <numerusform>%n 张失败：查看</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed: hide</source>
        <translation>
            <numerusform>%n 张失败：收起</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelling...</source>
        <translation>正在取消...</translation>
    </message>
</context>
<context>
    <name>KeyboardSheet</name>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Zoom in and out at the pointer</source>
        <translation>在指针处放大和缩小</translation>
    </message>
    <message>
        <source>Drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Move the photo, or the divider</source>
        <translation>移动照片或分割线</translation>
    </message>
    <message>
        <source>Space + drag</source>
        <translation>空格 + 拖动</translation>
    </message>
    <message>
        <source>Move the photo, whatever is under the pointer</source>
        <translation>移动照片，不论指针位于何处</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>On a slider: back to its default</source>
        <translation>在滑块上：恢复默认值</translation>
    </message>
    <message>
        <source>Ctrl + click</source>
        <translation>Ctrl + 单击</translation>
    </message>
    <message>
        <source>Shift + click</source>
        <translation>Shift + 单击</translation>
    </message>
    <message>
        <source>In the strip: select several photos</source>
        <translation>在胶片条中：选择多张照片</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>End</source>
        <translation>End</translation>
    </message>
    <message>
        <source>In the strip: first and last photo</source>
        <translation>在胶片条中：第一张和最后一张照片</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Mouse and view</source>
        <translation>鼠标与视图</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>查找命令或按键</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>未找到。</translation>
    </message>
</context>
<context>
    <name>ListPanel</name>
    <message>
        <source>Batches</source>
        <translation>批处理</translation>
    </message>
    <message>
        <source>New &amp;batch...</source>
        <translation>新建批处理(&amp;B)...</translation>
    </message>
    <message>
        <source>Add &amp;selection</source>
        <translation>添加所选照片(&amp;S)</translation>
    </message>
    <message>
        <source>A batch of the photos that are selected in the main window</source>
        <translation>用主窗口中所选的照片建立批处理</translation>
    </message>
    <message>
        <source>Earlier (Alt+Up)</source>
        <translation>提前 (Alt+Up)</translation>
    </message>
    <message>
        <source>Later (Alt+Down)</source>
        <translation>推后 (Alt+Down)</translation>
    </message>
    <message>
        <source>Off the list (Delete); no file is touched</source>
        <translation>从列表中移除 (Delete)；不会改动任何文件</translation>
    </message>
</context>
<context>
    <name>Loupe</name>
    <message>
        <source>Before</source>
        <translation>降噪前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>降噪后</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Photos are still being exported. Stop and close? What is written stays.</source>
        <translation>照片仍在导出。要停止并关闭吗？已写入的文件会保留。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Go on exporting</source>
        <translation>继续导出</translation>
    </message>
    <message>
        <source>Pause the batch and close? It goes on where it is when you resume it.</source>
        <translation>要暂停批处理并关闭吗？继续时会从当前位置接着处理。</translation>
    </message>
    <message>
        <source>Pause the training and close? It goes on where it is when you resume it.</source>
        <translation>要暂停训练并关闭吗？恢复后会从当前进度继续。</translation>
    </message>
    <message>
        <source>Pause and close</source>
        <translation>暂停并关闭</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>继续运行</translation>
    </message>
</context>
<context>
    <name>ManagePresets</name>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>&amp;Apply to new photos</source>
        <translation>应用于新照片(&amp;A)</translation>
    </message>
    <message>
        <source>Any camera</source>
        <translation>任何相机</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>删除(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Camera</source>
        <translation>相机(&amp;C)</translation>
    </message>
    <message>
        <source>ISO &amp;from</source>
        <translation>ISO 下限(&amp;F)</translation>
    </message>
    <message>
        <source>ISO &amp;to</source>
        <translation>ISO 上限(&amp;T)</translation>
    </message>
    <message>
        <source>This preset belongs to the program.</source>
        <translation>此预设为程序自带。</translation>
    </message>
    <message>
        <source>This name is taken or empty. The old one was kept.</source>
        <translation>此名称为空或已被使用，保留了原名称。</translation>
    </message>
    <message>
        <source>No photo fits: the lower ISO limit is above the upper one.</source>
        <translation>没有符合的照片：ISO 下限高于上限。</translation>
    </message>
</context>
<context>
    <name>ModelActions</name>
    <message>
        <source>&apos;{name}&apos; is installed.</source>
        <translation>已安装“{name}”。</translation>
    </message>
    <message>
        <source>Exported: {file}</source>
        <translation>已导出：{file}</translation>
    </message>
    <message>
        <source>Installing...</source>
        <translation>正在安装…</translation>
    </message>
    <message>
        <source>This model was not shown to be better than the shipped one. If you install it, photos of this camera and ISO use it by default, and it stays marked as &apos;installed anyway&apos;.</source>
        <translation>无法证明此模型优于自带模型。如果安装，这台相机在这些 ISO 的照片将默认使用它，并且它会一直标记为“仍然安装”。</translation>
    </message>
    <message>
        <source>Install anyway</source>
        <translation>仍然安装</translation>
    </message>
    <message>
        <source>Take &apos;{name}&apos; off the installed models? Photos of this camera use the shipped model again. What was trained stays in the session.</source>
        <translation>从已安装的模型中移除“{name}”？这台相机的照片将重新使用自带模型。训练成果仍保留在会话中。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Removing...</source>
        <translation>正在移除…</translation>
    </message>
    <message>
        <source>Export the model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>Exporting...</source>
        <translation>正在导出…</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Checking and importing...</source>
        <translation>正在检查并导入…</translation>
    </message>
    <message>
        <source>Models (*{suffix})</source>
        <translation>模型 (*{suffix})</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>About the model {name}</source>
        <translation>关于模型 {name}</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型说明</translation>
    </message>
    <message>
        <source>Camera raw</source>
        <translation>相机 RAW</translation>
    </message>
    <message>
        <source>JPEG, TIFF, PNG and HEIC</source>
        <translation>JPEG、TIFF、PNG 和 HEIC</translation>
    </message>
    <message>
        <source>For</source>
        <translation>适用于</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>{number} parameters</source>
        <translation>{number} 个参数</translation>
    </message>
    <message>
        <source>{number} billion multiplications per megapixel</source>
        <translation>每百万像素 {number}0 亿次乘法</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>计算量</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Proven better than the model of the program</source>
        <translation>已验证优于程序自带的模型</translation>
    </message>
    <message>
        <source>Installed anyway: not proven better than the model of the program</source>
        <translation>仍然安装：未验证优于程序自带的模型</translation>
    </message>
    <message>
        <source>Not proven</source>
        <translation>未验证</translation>
    </message>
    <message>
        <source>Your camera</source>
        <translation>您的相机</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>制作日期</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>ModelSection</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>About this &amp;model...</source>
        <translation>关于此模型(&amp;M)...</translation>
    </message>
    <message>
        <source>Automatic ({model})</source>
        <translation>自动（{model}）</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>{model} (your own)</source>
        <translation>{model}（您自己的）</translation>
    </message>
    <message>
        <source>{model} (not installed)</source>
        <translation>{model}（未安装）</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Denoises and demosaics camera raw of any colour filter array, at any ISO. For slow computers and quick looks.</source>
        <translation>对任意彩色滤镜阵列、任意 ISO 的相机 RAW 进行降噪与去马赛克。适合较慢的电脑和快速查看。</translation>
    </message>
    <message>
        <source>Denoises and demosaics camera raw of any colour filter array, at any ISO. The cleanest result, for a graphics card or patience.</source>
        <translation>对任意彩色滤镜阵列、任意 ISO 的相机 RAW 进行降噪与去马赛克。效果最干净，适合有显卡或愿意等待的用户。</translation>
    </message>
    <message>
        <source>Denoises and demosaics camera raw of any colour filter array, at any ISO. The usual choice.</source>
        <translation>对任意彩色滤镜阵列、任意 ISO 的相机 RAW 进行降噪与去马赛克。一般情况下的选择。</translation>
    </message>
    <message>
        <source>Denoises finished pictures (JPEG, TIFF, PNG, HEIC), from fine grain to heavy noise. For slow computers and quick looks.</source>
        <translation>对成品图片（JPEG、TIFF、PNG、HEIC）进行降噪，从细微颗粒到严重噪点。适合较慢的电脑和快速查看。</translation>
    </message>
    <message>
        <source>Denoises finished pictures (JPEG, TIFF, PNG, HEIC), from fine grain to heavy noise. The cleanest result, for a graphics card or patience.</source>
        <translation>对成品图片（JPEG、TIFF、PNG、HEIC）进行降噪，从细微颗粒到严重噪点。效果最干净，适合有显卡或愿意等待的用户。</translation>
    </message>
    <message>
        <source>Denoises finished pictures (JPEG, TIFF, PNG, HEIC), from fine grain to heavy noise. The usual choice.</source>
        <translation>对成品图片（JPEG、TIFF、PNG、HEIC）进行降噪，从细微颗粒到严重噪点。一般情况下的选择。</translation>
    </message>
</context>
<context>
    <name>NamePreset</name>
    <message>
        <source>Save preset</source>
        <translation>保存预设</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>A preset with this name exists. Its settings are replaced.</source>
        <translation>已有同名预设，其设置将被替换。</translation>
    </message>
</context>
<context>
    <name>Navigator</name>
    <message>
        <source>Navigator</source>
        <translation>导航器</translation>
    </message>
    <message>
        <source>The whole photo. The arrow keys move the part that is in view.</source>
        <translation>整张照片。用方向键移动当前显示的区域。</translation>
    </message>
</context>
<context>
    <name>NewBatch</name>
    <message>
        <source>Standard settings</source>
        <translation>标准设置</translation>
    </message>
    <message>
        <source>As the open photo ({name})</source>
        <translation>与打开的照片相同 ({name})</translation>
    </message>
</context>
<context>
    <name>NewSessionDialog</name>
    <message>
        <source>New session</source>
        <translation>新建会话</translation>
    </message>
    <message>
        <source>My camera, {date}</source>
        <translation>我的相机 {date}</translation>
    </message>
    <message>
        <source>&amp;Browse...</source>
        <translation>浏览(&amp;B)...</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;In</source>
        <translation>位置(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Create</source>
        <translation>创建(&amp;C)</translation>
    </message>
    <message>
        <source>Name of the session</source>
        <translation>会话的名称</translation>
    </message>
    <message>
        <source>Folder in which the session gets a folder of its own</source>
        <translation>会话将在其中建立自己的文件夹</translation>
    </message>
    <message>
        <source>All photos are copied into {folder}, beside what is made of them.</source>
        <translation>所有照片及由其生成的内容都会保存在 {folder} 中。</translation>
    </message>
    <message>
        <source>Folder for the session</source>
        <translation>会话所在的文件夹</translation>
    </message>
</context>
<context>
    <name>NextLine</name>
    <message>
        <source>Now ISO {iso}, {shutter} – {number} of {of}</source>
        <translation>现在：ISO {iso}，{shutter}，第 {number}/{of} 张</translation>
    </message>
    <message>
        <source>Set up the tripod for a new scene, focus, and switch to manual focus. {hint}</source>
        <translation>为新场景架好三脚架，对焦后切换到手动对焦。{hint}</translation>
    </message>
    <message>
        <source>Back to low ISO: it tells whether the light has stayed the same. Do not move the camera.</source>
        <translation>换回低 ISO：用来判断光线是否保持不变。请勿移动相机。</translation>
    </message>
    <message>
        <source>Change only ISO and shutter time. Do not move the camera.</source>
        <translation>只更改 ISO 和快门时间。请勿移动相机。</translation>
    </message>
</context>
<context>
    <name>NoBatches</name>
    <message>
        <source>A folder overnight</source>
        <translation>一夜处理整个文件夹</translation>
    </message>
    <message>
        <source>A batch is a list of photos that are denoised one after another while you sleep or edit. It can be paused, survives a power cut, and says in the morning exactly which photos were not done and why.</source>
        <translation>批处理是一份照片列表，在您睡觉或编辑时逐张降噪。它可以暂停，断电也不会丢失，早上会准确告诉您哪些照片没有完成以及原因。</translation>
    </message>
    <message>
        <source>New &amp;batch...</source>
        <translation>新建批处理(&amp;B)...</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Photos ({suffixes});;All files (*)</source>
        <translation>照片 ({suffixes});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Open photos</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>There are no photos in {folder}.</source>
        <translation>{folder} 中没有照片。</translation>
    </message>
</context>
<context>
    <name>PairDetails</name>
    <message>
        <source>Ta&amp;ke it in again</source>
        <translation>重新收入(&amp;K)</translation>
    </message>
    <message>
        <source>Lea&amp;ve this pair out</source>
        <translation>不使用这组配对(&amp;V)</translation>
    </message>
    <message>
        <source>Choose a pair above</source>
        <translation>请在上方选择一组配对</translation>
    </message>
    <message>
        <source>This pair is left out, so it is not checked.</source>
        <translation>这组配对未使用，因此不检查。</translation>
    </message>
    <message>
        <source>No picture yet: check the pair first</source>
        <translation>还没有图片：请先检查这组配对</translation>
    </message>
    <message>
        <source>No picture</source>
        <translation>没有图片</translation>
    </message>
    <message>
        <source>Takes its frames out, so that new ones can take their place</source>
        <translation>移出其中的照片，由新拍的照片代替</translation>
    </message>
    <message>
        <source>The frame stays in the folder, and can be taken in again</source>
        <translation>照片仍保留在文件夹中，可以重新收入</translation>
    </message>
    <message>
        <source>Op&amp;en in the main window</source>
        <translation>在主窗口中打开(&amp;E)</translation>
    </message>
    <message>
        <source>What the check found</source>
        <translation>检查的结果</translation>
    </message>
</context>
<context>
    <name>PairModel</name>
    <message>
        <source>Scene</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>High-ISO frame</source>
        <translation>高 ISO 照片</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Usable</source>
        <translation>可用</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>PairTable</name>
    <message>
        <source>Left out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Checking...</source>
        <translation>正在检查...</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>尚未检查</translation>
    </message>
</context>
<context>
    <name>PairWizard</name>
    <message>
        <source>Open the folder of a session</source>
        <translation>打开会话的文件夹</translation>
    </message>
    <message>
        <source>The folder of this session is not there any more. Connect its disk, or open the session where it is now; the window goes on as soon as it is back.</source>
        <translation>此会话的文件夹已不在原处。请连接它所在的磁盘，或从现在的位置打开会话；文件夹恢复后窗口会自动继续。</translation>
    </message>
    <message>
        <source>begun</source>
        <translation>已开始</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>needs attention</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>Your own camera</source>
        <translation>您自己的相机</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Page of the step</source>
        <translation>步骤页面</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>Ne&amp;xt</source>
        <translation>下一步(&amp;X)</translation>
    </message>
</context>
<context>
    <name>PairWords</name>
    <message>
        <source>Scene {number} – {title}</source>
        <translation>场景 {number} – {title}</translation>
    </message>
    <message>
        <source>Low ISO</source>
        <translation>低 ISO</translation>
    </message>
    <message>
        <source>High ISO</source>
        <translation>高 ISO</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>都不是</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>良好</translation>
    </message>
    <message>
        <source>Usable with a mask</source>
        <translation>加蒙版后可用</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Alignment</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>Movement</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation>溢出</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Noise of the low-ISO frames</source>
        <translation>低 ISO 照片的噪点</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光线</translation>
    </message>
    <message>
        <source>Altogether</source>
        <translation>总体</translation>
    </message>
    <message>
        <source>Magenta: moved between the frames. Orange: clipped. Both stay out.</source>
        <translation>品红：照片之间有移动。橙色：高光溢出。两者都不使用。</translation>
    </message>
    <message>
        <source>Low-ISO frame, both over each other, high-ISO frame. Red and cyan borders: the frames do not meet.</source>
        <translation>低 ISO 照片、两者叠加、高 ISO 照片。出现红色和青色边缘表示两者没有对齐。</translation>
    </message>
    <message>
        <source>The place with most detail: low-ISO frame left, high-ISO frame right.</source>
        <translation>细节最多的位置：左为低 ISO 照片，右为高 ISO 照片。</translation>
    </message>
    <message>
        <source>The difference of the frames. Grey: they are alike.</source>
        <translation>两张照片的差异。灰色表示一致。</translation>
    </message>
    <message>
        <source>The first and the last low-ISO frame.</source>
        <translation>第一张和最后一张低 ISO 照片。</translation>
    </message>
</context>
<context>
    <name>PastTrainings</name>
    <message>
        <source>Trainings of this session</source>
        <translation>此会话的训练</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练时长</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>R&amp;esume</source>
        <translation>继续(&amp;E)</translation>
    </message>
    <message>
        <source>Sho&amp;w its curve</source>
        <translation>显示曲线(&amp;W)</translation>
    </message>
</context>
<context>
    <name>PerformancePage</name>
    <message>
        <source>Automatic: the first of these that works</source>
        <translation>自动：使用其中第一个可用的</translation>
    </message>
    <message>
        <source>{device} (not found)</source>
        <translation>{device}（未找到）</translation>
    </message>
    <message>
        <source>{device}: {reason}</source>
        <translation>{device}：{reason}</translation>
    </message>
    <message>
        <source>Testing the devices...</source>
        <translation>正在测试设备...</translation>
    </message>
    <message>
        <source>does not work here</source>
        <translation>在此无法使用</translation>
    </message>
    <message>
        <source>{device}: {facts}</source>
        <translation>{device}：{facts}</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清除(&amp;L)</translation>
    </message>
    <message>
        <source>C&amp;lear ({size})</source>
        <translation>清除（{size}）(&amp;L)</translation>
    </message>
    <message>
        <source>Automatic: all cores but one</source>
        <translation>自动：保留一个核心，其余全部使用</translation>
    </message>
    <message>
        <source>De&amp;vice</source>
        <translation>设备(&amp;V)</translation>
    </message>
    <message>
        <source>Processor &amp;threads</source>
        <translation>处理器线程(&amp;T)</translation>
    </message>
    <message>
        <source>Keep nothing</source>
        <translation>不保留</translation>
    </message>
    <message>
        <source>Size of the cache of results</source>
        <translation>结果缓存的大小</translation>
    </message>
    <message>
        <source>Delete the kept results</source>
        <translation>删除已保留的结果</translation>
    </message>
    <message>
        <source>The usual place</source>
        <translation>默认位置</translation>
    </message>
    <message>
        <source>Folder of the cache</source>
        <translation>缓存文件夹</translation>
    </message>
    <message>
        <source>C&amp;hoose...</source>
        <translation>选择(&amp;H)...</translation>
    </message>
    <message>
        <source>Choose the folder of the cache</source>
        <translation>选择缓存文件夹</translation>
    </message>
    <message>
        <source>Denoised photos are kept here, so that they are there at once when you come back.</source>
        <translation>降噪结果保存在这里，再次打开照片时可立即显示。</translation>
    </message>
    <message>
        <source>&amp;Kept results</source>
        <translation>保留的结果(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Folder for them</source>
        <translation>保存位置(&amp;F)</translation>
    </message>
    <message>
        <source>This folder does not exist. Choose another one.</source>
        <translation>此文件夹不存在，请另选一个。</translation>
    </message>
    <message>
        <source>This is a file, not a folder. Choose another one.</source>
        <translation>这是文件而不是文件夹，请另选一个。</translation>
    </message>
    <message>
        <source>You may not write into this folder. Choose another one.</source>
        <translation>您没有写入此文件夹的权限，请另选一个。</translation>
    </message>
</context>
<context>
    <name>PhotoTable</name>
    <message>
        <source>Photos of the batch</source>
        <translation>此批处理的照片</translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message>
        <source>Before</source>
        <translation>降噪前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>降噪后</translation>
    </message>
    <message>
        <source>What was removed</source>
        <translation>被去除的内容</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>The photo before and after. Shift and the arrow keys move it.</source>
        <translation>降噪前后的照片。按 Shift 和方向键移动。</translation>
    </message>
    <message>
        <source>Divider between before and after</source>
        <translation>降噪前后的分割线</translation>
    </message>
    <message>
        <source>Loupe with pixel values</source>
        <translation>像素值放大镜</translation>
    </message>
</context>
<context>
    <name>PlanForm</name>
    <message>
        <source>Camera and exposure</source>
        <translation>相机与曝光</translation>
    </message>
    <message>
        <source>&amp;Camera</source>
        <translation>相机(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;High ISO</source>
        <translation>高 ISO(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Low ISO</source>
        <translation>低 ISO(&amp;L)</translation>
    </message>
    <message>
        <source>Sh&amp;utter at high ISO</source>
        <translation>高 ISO 时的快门(&amp;U)</translation>
    </message>
    <message>
        <source>Aperture</source>
        <translation>光圈</translation>
    </message>
    <message>
        <source>&amp;Mains light</source>
        <translation>电灯频率(&amp;M)</translation>
    </message>
    <message>
        <source>Frames p&amp;er scene</source>
        <translation>每个场景的照片(&amp;E)</translation>
    </message>
    <message>
        <source>such as Fujifilm X-T3</source>
        <translation>例如 Fujifilm X-T3</translation>
    </message>
    <message>
        <source>f/4 to f/8, the same for the whole scene</source>
        <translation>f/4 至 f/8，整个场景保持不变</translation>
    </message>
    <message>
        <source>at low, and at high ISO</source>
        <translation>张低 ISO，高 ISO</translation>
    </message>
    <message>
        <source>The ISO that the model is to be good at</source>
        <translation>希望模型擅长处理的 ISO</translation>
    </message>
    <message>
        <source>The camera&apos;s base ISO: the cleanest it can do</source>
        <translation>相机的基础 ISO，即画质最干净的 ISO</translation>
    </message>
    <message>
        <source>They are averaged: four have half the noise of one</source>
        <translation>这些照片会取平均：四张平均后的噪点是一张的一半</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Frames per scene at low ISO</source>
        <translation>每个场景的低 ISO 照片数</translation>
    </message>
    <message>
        <source>Frames per scene at high ISO</source>
        <translation>每个场景的高 ISO 照片数</translation>
    </message>
    <message>
        <source>{hertz} Hz</source>
        <translation>{hertz} 赫兹</translation>
    </message>
    <message>
        <source>None in the scenes</source>
        <translation>场景中没有电灯</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Each scene is shot at low ISO, at high ISO, and at low ISO again, all with the same exposure. What you set here is saved by itself.</source>
        <translation>每个场景先用低 ISO、再用高 ISO、最后再用低 ISO 拍摄，曝光量全部相同。这里的设置会自动保存。</translation>
    </message>
    <message>
        <source>{scenes}, ISO {iso}</source>
        <translation>{scenes}，ISO {iso}</translation>
    </message>
    <message>
        <source>ISO {high}: &lt;b&gt;{fast}&lt;/b&gt; &amp;nbsp;·&amp;nbsp; ISO {low}: &lt;b&gt;{slow}&lt;/b&gt;</source>
        <translation>ISO {high}：&lt;b&gt;{fast}&lt;/b&gt; &amp;nbsp;·&amp;nbsp; ISO {low}：&lt;b&gt;{slow}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>{frames} in all; the shutter is open for {duration}.</source>
        <translation>共 {frames}，快门总共开启 {duration}。</translation>
    </message>
    <message>
        <source>Shooting plan</source>
        <translation>拍摄计划</translation>
    </message>
    <message>
        <source>Save the sheet</source>
        <translation>保存清单</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;Web page (*.html)</source>
        <translation>PDF (*.pdf);;网页 (*.html)</translation>
    </message>
    <message>
        <source>The sheet was saved: {path}</source>
        <translation>清单已保存：{path}</translation>
    </message>
    <message>
        <source>Save the sheet to &amp;print...</source>
        <translation>保存清单以供打印(&amp;P)...</translation>
    </message>
    <message>
        <source>One page with all scenes, settings and this list, to take along</source>
        <translation>一页纸，列出所有场景、设置和这份清单，便于随身携带</translation>
    </message>
    <message>
        <source>Before you start</source>
        <translation>开始之前</translation>
    </message>
</context>
<context>
    <name>PlanScenes</name>
    <message>
        <source>Scenes</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Add a &amp;scene</source>
        <translation>添加场景(&amp;S)</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>&amp;General</source>
        <translation>常规(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Performance</source>
        <translation>性能(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Display</source>
        <translation>显示(&amp;D)</translation>
    </message>
</context>
<context>
    <name>Preferring</name>
    <message>
        <source>about {time} a megapixel</source>
        <translation>每百万像素约 {time}</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Gentle</source>
        <translation>柔和</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>强力</translation>
    </message>
    <message>
        <source>Keep grain</source>
        <translation>保留颗粒</translation>
    </message>
</context>
<context>
    <name>PresetsMenu</name>
    <message>
        <source>Applied on its own to new photos that fit</source>
        <translation>自动应用于符合条件的新照片</translation>
    </message>
    <message>
        <source>&amp;Save current settings...</source>
        <translation>保存当前设置(&amp;S)...</translation>
    </message>
    <message>
        <source>&amp;Manage presets...</source>
        <translation>管理预设(&amp;M)...</translation>
    </message>
    <message>
        <source>&amp;Presets</source>
        <translation>预设(&amp;P)</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Stopping...</source>
        <translation>正在停止...</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
</context>
<context>
    <name>ProofWords</name>
    <message>
        <source>Only {} patches could be compared, too few to be sure of anything.</source>
        <translation>只能比较 {} 处，太少，无法得出任何结论。</translation>
    </message>
    <message>
        <source>It is worse: against &apos;{}&apos; it lies between {} and {} dB.</source>
        <translation>更差：与“{}”相比在 {} 到 {} dB 之间。</translation>
    </message>
    <message>
        <source>The difference may be chance: against &apos;{}&apos; it lies between {} and {} dB.</source>
        <translation>差别可能是偶然：与“{}”相比在 {} 到 {} dB 之间。</translation>
    </message>
    <message>
        <source>It keeps less structure: SSIM {}, the shipped model {}.</source>
        <translation>保留的结构较少：SSIM {}，自带模型为 {}。</translation>
    </message>
    <message>
        <source>It shifts a colour by {}/255, the shipped model by {}.</source>
        <translation>颜色偏移 {}/255，自带模型为 {}。</translation>
    </message>
    <message>
        <source>Noisy photo</source>
        <translation>有噪点的照片</translation>
    </message>
    <message>
        <source>Shipped model</source>
        <translation>自带模型</translation>
    </message>
    <message>
        <source>Shipped model, your profile</source>
        <translation>自带模型，您的配置</translation>
    </message>
    <message>
        <source>Your model</source>
        <translation>您的模型</translation>
    </message>
    <message>
        <source>Low-ISO truth</source>
        <translation>低 ISO 真值</translation>
    </message>
    <message>
        <source>There was nothing to compare your model with.</source>
        <translation>没有可与您的模型比较的对象。</translation>
    </message>
    <message>
        <source>Your model is better by {gain} dB ({low} to {high})</source>
        <translation>您的模型好 {gain} dB（{low} 到 {high}）</translation>
    </message>
    <message>
        <source>Your model is worse by {loss} dB ({low} to {high})</source>
        <translation>您的模型差 {loss} dB（{low} 到 {high}）</translation>
    </message>
    <message>
        <source>Your model is closer by {gain} dB ({low} to {high}), but not better</source>
        <translation>您的模型更接近真值 {gain} dB（{low} 到 {high}），但并不更好</translation>
    </message>
    <message>
        <source>Your model is not shown to be better: {gain} dB ({low} to {high})</source>
        <translation>无法证明您的模型更好：{gain} dB（{low} 到 {high}）</translation>
    </message>
    <message>
        <source>{gain} dB</source>
        <translation>{gain} dB</translation>
    </message>
    <message>
        <source>Measured on {scenes}, unknown to the training: {patches} places in {megapixels} megapixels. In brackets: 95 % sure.</source>
        <translation>在训练未见过的“{scenes}”上测量：{megapixels} 百万像素中的 {patches} 处。括号内为 95% 置信区间。</translation>
    </message>
    <message>
        <source>PSNR</source>
        <translation>PSNR</translation>
    </message>
    <message>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>细节</translation>
    </message>
    <message>
        <source>How close to the truth, in decibels: more is better. One more is seen at 100 %.</source>
        <translation>与真值的接近程度，单位分贝：越大越好。相差 1 分贝在 100% 下可见。</translation>
    </message>
    <message>
        <source>How alike the structure is: 1 is the same.</source>
        <translation>结构的相似程度：1 为相同。</translation>
    </message>
    <message>
        <source>The largest shift of red, green or blue, of 255: less is better.</source>
        <translation>红、绿、蓝中最大的偏移（满值 255）：越小越好。</translation>
    </message>
    <message>
        <source>How much of the scene&apos;s fine detail is left.</source>
        <translation>场景的细微细节还剩多少。</translation>
    </message>
    <message>
        <source>Red, green, blue: {shifts} of 255</source>
        <translation>红、绿、蓝：{shifts}（满值 255）</translation>
    </message>
    <message>
        <source>Share of detail in what was removed: {share}</source>
        <translation>被去除的内容中细节所占比例：{share}</translation>
    </message>
    <message>
        <source>yours {gain} ({low} to {high})</source>
        <translation>您的 {gain}（{low} 到 {high}）</translation>
    </message>
</context>
<context>
    <name>ProvePage</name>
    <message>
        <source>Prove</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>On the scene that was held out from training, your model is measured against the shipped one. It is installed only if it is better; photos of this camera and ISO then use it by default.</source>
        <translation>在未参与训练的场景上，将您的模型与自带模型比较。只有更好时才会安装；此后这台相机在这些 ISO 的照片默认使用它。</translation>
    </message>
    <message>
        <source>Measuring...</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>Denoising the held-out scene</source>
        <translation>正在对保留场景降噪</translation>
    </message>
    <message>
        <source>There is no trained model yet. Train one first (step 5).</source>
        <translation>还没有训练好的模型。请先训练一个（第 5 步）。</translation>
    </message>
    <message>
        <source>Installed: photos of the {camera} at {iso} use it by default.</source>
        <translation>已安装：{camera} 在 {iso} 的照片默认使用它。</translation>
    </message>
    <message>
        <source>It is marked: installed anyway.</source>
        <translation>已标记：仍然安装。</translation>
    </message>
    <message>
        <source>An earlier model of this name is installed; this one takes its place.</source>
        <translation>已安装同名的较早模型；此模型会取代它。</translation>
    </message>
    <message>
        <source>Not installed: prove it first.</source>
        <translation>未安装：请先验证。</translation>
    </message>
    <message>
        <source>Not installed.</source>
        <translation>未安装。</translation>
    </message>
    <message>
        <source>Pro&amp;ve it</source>
        <translation>验证(&amp;V)</translation>
    </message>
    <message>
        <source>Pro&amp;ve again</source>
        <translation>重新验证(&amp;V)</translation>
    </message>
    <message>
        <source>Progress of the proof</source>
        <translation>验证进度</translation>
    </message>
    <message>
        <source>The noisy photo of the held-out scene goes through the shipped model, through the shipped model with your camera&apos;s profile, and through your model. Each result is compared with the low-ISO truth, place by place. This takes a minute or two.</source>
        <translation>保留场景的有噪点照片会分别经过自带模型、使用您相机配置的自带模型以及您的模型。每个结果都与低 ISO 真值逐处比较。这需要一两分钟。</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Scene</source>
        <translation>场景(&amp;S)</translation>
    </message>
    <message>
        <source>Figures of all candidates</source>
        <translation>所有候选的数据</translation>
    </message>
    <message>
        <source>&amp;Install</source>
        <translation>安装(&amp;I)</translation>
    </message>
    <message>
        <source>Photos of this camera and ISO use it from now on, unless you choose another.</source>
        <translation>此后这台相机在这些 ISO 的照片都使用它，除非您另选模型。</translation>
    </message>
    <message>
        <source>Install an&amp;yway...</source>
        <translation>仍然安装(&amp;Y)...</translation>
    </message>
    <message>
        <source>&amp;Remove...</source>
        <translation>移除(&amp;R)...</translation>
    </message>
    <message>
        <source>&amp;Open the report</source>
        <translation>打开报告(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Export...</source>
        <translation>导出(&amp;E)...</translation>
    </message>
    <message>
        <source>One file with the model and its card, to give to others with this camera</source>
        <translation>一个包含模型及其说明卡的文件，可送给同款相机的用户</translation>
    </message>
    <message>
        <source>Im&amp;port a model...</source>
        <translation>导入模型(&amp;P)...</translation>
    </message>
    <message>
        <source>A model file from somebody else; it is checked before it is taken</source>
        <translation>他人的模型文件；接受之前会先检查</translation>
    </message>
</context>
<context>
    <name>Reasons</name>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许此操作</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有此文件或文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是文件夹</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是一个文件夹</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>磁盘为只读</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>读写错误</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>网络磁盘上的文件已失效</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>RAW</translation>
    </message>
    <message>
        <source>rgb</source>
        <translation>JPEG/TIFF</translation>
    </message>
    <message>
        <source>mean colour changed by {}, {}, {} of 255 (red, green, blue)</source>
        <translation>平均色变化 {}、{}、{}（红、绿、蓝，满值 255）</translation>
    </message>
    <message>
        <source>its results differ from the CPU&apos;s by {}</source>
        <translation>其结果与处理器的结果相差 {}</translation>
    </message>
    <message>
        <source>-</source>
        <translation>-</translation>
    </message>
    <message>
        <source>AVIF</source>
        <translation> AVIF</translation>
    </message>
    <message>
        <source>Convert it to TIFF or PNG first.</source>
        <translation>请先转换为 TIFF 或 PNG。</translation>
    </message>
    <message>
        <source>Convert it with lossless compression, or to TIFF, in Adobe DNG Converter or the maker&apos;s program.</source>
        <translation>请用 Adobe DNG Converter 或厂商软件以无损压缩重新转换，或转换为 TIFF。</translation>
    </message>
    <message>
        <source>Export it as a 16-bit TIFF in the phone maker&apos;s or Adobe&apos;s program first.</source>
        <translation>请先用手机厂商或 Adobe 的软件导出为 16 位 TIFF。</translation>
    </message>
    <message>
        <source>HEIC</source>
        <translation> HEIC</translation>
    </message>
    <message>
        <source>Install the package pillow-heif, or convert the photo to JPEG or TIFF.</source>
        <translation>请安装 pillow-heif 组件，或将照片转换为 JPEG 或 TIFF。</translation>
    </message>
    <message>
        <source>Save it as 8- or 16-bit RGB TIFF first.</source>
        <translation>请先另存为 8 位或 16 位 RGB TIFF。</translation>
    </message>
    <message>
        <source>a JPEG marker is missing</source>
        <translation>缺少 JPEG 标记</translation>
    </message>
    <message>
        <source>a TIFF cannot be larger than 4 GB. Use PNG.</source>
        <translation>TIFF 不能超过 4 GB。请使用 PNG。</translation>
    </message>
    <message>
        <source>a checksum is wrong</source>
        <translation>校验和错误</translation>
    </message>
    <message>
        <source>a clean finished picture is needed, not a raw.</source>
        <translation>需要干净的成品图片，而不是 RAW。</translation>
    </message>
    <message>
        <source>a folder has this name</source>
        <translation>已有同名文件夹</translation>
    </message>
    <message>
        <source>a linear DNG with a gain map, as phones write it,</source>
        <translation>手机生成的、带增益图的线性 DNG</translation>
    </message>
    <message>
        <source>a model of the program itself has this name</source>
        <translation>程序自带的模型已使用此名称</translation>
    </message>
    <message>
        <source>a newer version of the program made it</source>
        <translation>它由更新版本的程序创建</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>作出响应</translation>
    </message>
    <message>
        <source>every held-out pair was rejected by the check. Shoot the held-out scene again.</source>
        <translation>留作验证的配对全部未通过检查。请重拍留作验证的场景。</translation>
    </message>
    <message>
        <source>every usable scene is held out from training. Leave some of them to learn from.</source>
        <translation>所有可用的场景都留作验证。请留出一些用于学习。</translation>
    </message>
    <message>
        <source>hand over the photo</source>
        <translation>传送照片</translation>
    </message>
    <message>
        <source>is needed for --plot. Install it with: pip install &apos;denoiser-app[benchmark]&apos;</source>
        <translation>绘图需要此组件。安装命令：pip install &apos;denoiser-app[benchmark]&apos;</translation>
    </message>
    <message>
        <source>it belongs to another recipe. Move it away or choose another folder.</source>
        <translation>它属于另一个训练方案。请将其移走或选择其他文件夹。</translation>
    </message>
    <message>
        <source>it belongs to another training. Move it away.</source>
        <translation>它属于另一次训练。请将其移走。</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>it changed while it was being copied</source>
        <translation>复制时文件发生了变化</translation>
    </message>
    <message>
        <source>it does not say for which camera it is</source>
        <translation>没有说明适用于哪台相机</translation>
    </message>
    <message>
        <source>it has another size than the other pictures</source>
        <translation>其尺寸与其他图片不同</translation>
    </message>
    <message>
        <source>it has no colorants and tone curves</source>
        <translation>其中没有基色和色调曲线</translation>
    </message>
    <message>
        <source>it has no pixels</source>
        <translation>其中没有像素</translation>
    </message>
    <message>
        <source>its lowest and highest ISO are too close. Choose other ISOs in the plan.</source>
        <translation>其最低和最高 ISO 太接近。请在计划中选择其他 ISO。</translation>
    </message>
    <message>
        <source>it is larger than any model</source>
        <translation>大小超过任何模型</translation>
    </message>
    <message>
        <source>The noise of these frames was not calibrated, so it is measured on each of them. Calibrate first for more.</source>
        <translation>这些照片的噪点尚未校准，因此在每张照片上分别测量。先校准可得到更好的结果。</translation>
    </message>
    <message>
        <source>a pair that this training began with is not what it was. Begin a new training under another name; this one keeps the weights that it has.</source>
        <translation>此训练开始时使用的某组配对已发生变化。请用另一个名称开始新的训练；此训练保留现有权重。</translation>
    </message>
    <message>
        <source>every pair was rejected by the check. See its reasons, and shoot the scenes again.</source>
        <translation>所有配对都未通过检查。请查看原因并重拍这些场景。</translation>
    </message>
    <message>
        <source>it has no pairs yet. A pair is a high-ISO frame and a low-ISO frame of the same scene.</source>
        <translation>还没有配对。一组配对是同一场景的一张高 ISO 照片和一张低 ISO 照片。</translation>
    </message>
    <message>
        <source>it is missing, or no picture</source>
        <translation>文件缺失，或不是图片</translation>
    </message>
    <message>
        <source>it is no text</source>
        <translation>它不是文本</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>it is not an RGB colour profile</source>
        <translation>不是 RGB 色彩配置文件</translation>
    </message>
    <message>
        <source>it is too large for such a table</source>
        <translation>作为规则表它太大了</translation>
    </message>
    <message>
        <source>it made no file</source>
        <translation>没有生成文件</translation>
    </message>
    <message>
        <source>it mixes raws and finished pictures. Take one kind out.</source>
        <translation>其中混有 RAW 和成品图片。请移出其中一种。</translation>
    </message>
    <message>
        <source>it was not found again</source>
        <translation>没有再次找到</translation>
    </message>
    <message>
        <source>it was not proven yet, and no session was named</source>
        <translation>尚未验证，且没有指定会话</translation>
    </message>
    <message>
        <source>its checksum differs from the manifest&apos;s</source>
        <translation>校验和与清单不符</translation>
    </message>
    <message>
        <source>its colorants are not those of a display</source>
        <translation>其基色不属于显示器</translation>
    </message>
    <message>
        <source>its colour profile cannot be used</source>
        <translation>其色彩配置文件无法使用</translation>
    </message>
    <message>
        <source>its directory is not whole</source>
        <translation>文件的目录结构不完整</translation>
    </message>
    <message>
        <source>its pairs are too small, or too much of them moved or is clipped, to measure noise. Shoot scenes with smooth, dark and bright parts.</source>
        <translation>配对太小，或移动、溢出的部分太多，无法测量噪点。请拍摄同时有平滑、暗部和亮部的场景。</translation>
    </message>
    <message>
        <source>its pixels are not what its header says</source>
        <translation>像素与文件头不符</translation>
    </message>
    <message>
        <source>its pixels cannot be decoded</source>
        <translation>像素无法解码</translation>
    </message>
    <message>
        <source>its tone curves do not rise</source>
        <translation>其色调曲线不是递增的</translation>
    </message>
    <message>
        <source>make a photo that can be read</source>
        <translation>拍出可读取的照片</translation>
    </message>
    <message>
        <source>no checkpoint of this training can be read. Begin a new training under another name.</source>
        <translation>此训练的检查点均无法读取。请用另一个名称开始新的训练。</translation>
    </message>
    <message>
        <source>no scene is held out from training, so nothing can be proven. Hold one out, and train again.</source>
        <translation>没有留作验证的场景，无法验证。请留出一个场景并重新训练。</translation>
    </message>
    <message>
        <source>no usable scene is held out from training. Hold one out, so that the model can be proven on it.</source>
        <translation>没有可用的场景留作验证。请留出一个，以便用它验证模型。</translation>
    </message>
    <message>
        <source>none of its pairs has been checked yet. Check them first.</source>
        <translation>其中的配对均未检查。请先检查。</translation>
    </message>
    <message>
        <source>nothing was written</source>
        <translation>没有写入任何内容</translation>
    </message>
    <message>
        <source>only one scene can be used, so there would be nothing to show on whether the model is better. Shoot at least one more scene and hold it out; six make a good model.</source>
        <translation>只有一个场景可用，无法判断模型是否更好。请至少再拍一个场景并留作验证；六个场景可以得到好的模型。</translation>
    </message>
    <message>
        <source>other bytes than were copied</source>
        <translation>与复制的字节不同</translation>
    </message>
    <message>
        <source>parts of the picture were never written</source>
        <translation>部分画面从未写入</translation>
    </message>
    <message>
        <source>some frames are camera raws and others finished pictures (JPEG). Drop the frames of one kind: a model is trained for one of them.</source>
        <translation>部分照片是 RAW，另一些是成品图片（JPEG）。请移出其中一种：模型只针对一种进行训练。</translation>
    </message>
    <message>
        <source>some pairs could not be checked. Check the pairs first.</source>
        <translation>有些配对无法检查。请先检查配对。</translation>
    </message>
    <message>
        <source>test photos</source>
        <translation>测试照片</translation>
    </message>
    <message>
        <source>the best weights of this training cannot be read.</source>
        <translation>无法读取此训练的最佳权重。</translation>
    </message>
    <message>
        <source>the camera&apos;s profile cannot be read. Calibrate again.</source>
        <translation>无法读取相机配置文件。请重新校准。</translation>
    </message>
    <message>
        <source>the check rejected all of its pairs. Shoot at least one of them again.</source>
        <translation>所有配对都未通过检查。请至少重拍其中一组。</translation>
    </message>
    <message>
        <source>the compression of this DNG</source>
        <translation>此 DNG 的压缩方式</translation>
    </message>
    <message>
        <source>the device ran out of memory; the CPU goes on</source>
        <translation>设备显存不足，改由处理器继续</translation>
    </message>
    <message>
        <source>the held-out pairs were not checked yet. Check the pairs first.</source>
        <translation>留作验证的配对尚未检查。请先检查配对。</translation>
    </message>
    <message>
        <source>the mask of a pair is missing or damaged. Check the session again.</source>
        <translation>某组配对的蒙版缺失或损坏。请重新检查会话。</translation>
    </message>
    <message>
        <source>the model was trained on the scenes that are held out now. Train again, or hold out another scene.</source>
        <translation>模型训练时用过现在留作验证的场景。请重新训练，或留出另一个场景。</translation>
    </message>
    <message>
        <source>the pictures are too small, or too little of them can be used, to train on. They need at least 300 pixels a side; see &apos;denoiser-app pairs check&apos;.</source>
        <translation>图片太小或可用部分太少，无法训练。每边至少需要 300 像素；请查看“检查”页。</translation>
    </message>
    <message>
        <source>there are no pairs of one kind to train on. Check the frames.</source>
        <translation>没有同一种类的配对可供训练。请检查照片。</translation>
    </message>
    <message>
        <source>there are no photos in this folder. Name one that holds PNG or TIFF files.</source>
        <translation>此文件夹中没有照片。请指定含有 PNG 或 TIFF 文件的文件夹。</translation>
    </message>
    <message>
        <source>there are no pictures here (.hdr, .webp, .png, .tif).</source>
        <translation>这里没有图片（.hdr、.webp、.png、.tif）。</translation>
    </message>
    <message>
        <source>there is no pair yet: a scene needs low-ISO frames and a high-ISO frame. Add frames, or capture a scene.</source>
        <translation>还没有配对：一个场景需要低 ISO 照片和一张高 ISO 照片。请添加照片或拍摄一个场景。</translation>
    </message>
    <message>
        <source>there is no training of this name to go on with. Begin it first.</source>
        <translation>没有可继续的同名训练。请先开始训练。</translation>
    </message>
    <message>
        <source>there is not enough memory even for the smallest tile</source>
        <translation>内存不足，连最小的分块也无法处理</translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>this checkpoint cannot be read. Move it away.</source>
        <translation>无法读取此检查点。请将其移走。</translation>
    </message>
    <message>
        <source>this checkpoint does not say how its network is built. Publish it first.</source>
        <translation>此检查点没有说明网络结构。请先发布。</translation>
    </message>
    <message>
        <source>this frame has changed since it was checked. Check the session again.</source>
        <translation>这张照片在检查之后发生了变化。请重新检查会话。</translation>
    </message>
    <message>
        <source>this is not a file but a device</source>
        <translation>这不是文件而是设备</translation>
    </message>
    <message>
        <source>this is not a folder. Name one that holds pairs of photos.</source>
        <translation>这不是文件夹。请指定含有照片配对的文件夹。</translation>
    </message>
    <message>
        <source>this is not a linear HDR picture</source>
        <translation>这不是线性 HDR 图片</translation>
    </message>
    <message>
        <source>this is not a linear HDR picture.</source>
        <translation>这不是线性 HDR 图片。</translation>
    </message>
    <message>
        <source>this kind of video or picture container</source>
        <translation>此类视频或图片容器</translation>
    </message>
    <message>
        <source>this pair cannot be used as the check says. Check the session again.</source>
        <translation>这组配对无法按检查结果使用。请重新检查会话。</translation>
    </message>
    <message>
        <source>this picture cannot be read.</source>
        <translation>无法读取此图片。</translation>
    </message>
    <message>
        <source>this proof cannot be read. Prove the model again.</source>
        <translation>无法读取此验证结果。请重新验证模型。</translation>
    </message>
    <message>
        <source>this recipe needs the weights of another, and no installed model has that name. Train that one first.</source>
        <translation>此方案需要另一个模型的权重，但没有安装该名称的模型。请先训练那个模型。</translation>
    </message>
    <message>
        <source>this training&apos;s recipe cannot be read. Begin a new training under another name.</source>
        <translation>无法读取此训练的方案。请用另一个名称开始新的训练。</translation>
    </message>
    <message>
        <source>torch finds no such device on this machine</source>
        <translation>此电脑上没有找到该设备</translation>
    </message>
</context>
<context>
    <name>Rules</name>
    <message>
        <source>Rule {number}: no photo fits, &apos;from&apos; is more than &apos;to&apos;.</source>
        <translation>规则 {number}：没有照片符合，下限大于上限。</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>ISO from</source>
        <translation>ISO 下限</translation>
    </message>
    <message>
        <source>ISO to</source>
        <translation>ISO 上限</translation>
    </message>
    <message>
        <source>Shutter from</source>
        <translation>快门下限</translation>
    </message>
    <message>
        <source>Shutter to</source>
        <translation>快门上限</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Orientation</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>处理方式</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>A part of the camera&apos;s name, such as X-T3. Empty is any camera.</source>
        <translation>相机名称的一部分，例如 X-T3。留空表示任何相机。</translation>
    </message>
    <message>
        <source>This ISO and higher. Empty is no limit.</source>
        <translation>此 ISO 及更高。留空表示不限。</translation>
    </message>
    <message>
        <source>This ISO and lower. Empty is no limit.</source>
        <translation>此 ISO 及更低。留空表示不限。</translation>
    </message>
    <message>
        <source>This exposure time and longer, in seconds, such as 1/60.</source>
        <translation>此曝光时间及更长，以秒为单位，例如 1/60。</translation>
    </message>
    <message>
        <source>This exposure time and shorter, in seconds, such as 1/60.</source>
        <translation>此曝光时间及更短，以秒为单位，例如 1/60。</translation>
    </message>
    <message>
        <source>Camera raws, finished pictures, or endings such as .jpg</source>
        <translation>相机 RAW、成品图片，或扩展名，例如 .jpg</translation>
    </message>
    <message>
        <source>What becomes of the photo.</source>
        <translation>如何处理照片。</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>As the batch</source>
        <translation>与批处理相同</translation>
    </message>
    <message>
        <source>Best one</source>
        <translation>最佳模型</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Camera raw</source>
        <translation>相机 RAW</translation>
    </message>
    <message>
        <source>Finished picture</source>
        <translation>成品图片</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>横向</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>纵向</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>降噪</translation>
    </message>
    <message>
        <source>Copy as it is</source>
        <translation>原样复制</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
</context>
<context>
    <name>RulesTable</name>
    <message>
        <source>Rules by photo</source>
        <translation>按照片的规则</translation>
    </message>
    <message>
        <source>&amp;Add rule</source>
        <translation>添加规则(&amp;A)</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>添加一条规则</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>移除该规则</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move the rule up</source>
        <translation>上移该规则</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Move the rule down</source>
        <translation>下移该规则</translation>
    </message>
    <message>
        <source>Load...</source>
        <translation>载入...</translation>
    </message>
    <message>
        <source>Load rules from a file</source>
        <translation>从文件载入规则</translation>
    </message>
    <message>
        <source>Save...</source>
        <translation>保存...</translation>
    </message>
    <message>
        <source>Save the rules in a file</source>
        <translation>将规则保存到文件</translation>
    </message>
    <message>
        <source>Load rules</source>
        <translation>载入规则</translation>
    </message>
    <message>
        <source>Rules (*.json)</source>
        <translation>规则 (*.json)</translation>
    </message>
    <message>
        <source>Save rules</source>
        <translation>保存规则</translation>
    </message>
    <message>
        <source>No rules: all photos get the settings above. A rule can copy photos of low ISO, for example.</source>
        <translation>没有规则：所有照片使用上面的设置。例如，规则可以原样复制低 ISO 的照片。</translation>
    </message>
    <message>
        <source>The first rule that fits a photo decides; photos that none fits get the settings above.</source>
        <translation>第一条符合照片的规则起作用；没有规则符合的照片使用上面的设置。</translation>
    </message>
</context>
<context>
    <name>SettingsFields</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Photos that were edited here keep their own se&amp;ttings</source>
        <translation>在此编辑过的照片保留各自的设置(&amp;T)</translation>
    </message>
    <message>
        <source>strength {number} %</source>
        <translation>强度 {number}%</translation>
    </message>
    <message>
        <source>colour noise {number} %</source>
        <translation>彩色噪点 {number}%</translation>
    </message>
    <message>
        <source>detail {number} %</source>
        <translation>细节 {number}%</translation>
    </message>
    <message>
        <source>grain {number}</source>
        <translation>颗粒 {number}</translation>
    </message>
    <message>
        <source>noise level {number}</source>
        <translation>噪点级别 {number}</translation>
    </message>
    <message>
        <source>best model</source>
        <translation>最佳模型</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>SourceFields</name>
    <message>
        <source>Folders and photos of the batch</source>
        <translation>批处理的文件夹和照片</translation>
    </message>
    <message>
        <source>Include s&amp;ub-folders</source>
        <translation>包含子文件夹(&amp;U)</translation>
    </message>
    <message>
        <source>Names that count</source>
        <translation>文件名条件</translation>
    </message>
    <message>
        <source>all photos; or such as *.NEF, *.CR3</source>
        <translation>所有照片；或例如 *.NEF, *.CR3</translation>
    </message>
    <message>
        <source>Add fo&amp;lder...</source>
        <translation>添加文件夹(&amp;L)...</translation>
    </message>
    <message>
        <source>Add &amp;photos...</source>
        <translation>添加照片(&amp;P)...</translation>
    </message>
    <message>
        <source>Remo&amp;ve</source>
        <translation>移除(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Only names:</source>
        <translation>仅文件名(&amp;O)：</translation>
    </message>
    <message>
        <source>Folder for the batch</source>
        <translation>批处理的文件夹</translation>
    </message>
    <message>
        <source>Photos ({suffixes});;All files (*)</source>
        <translation>照片 ({suffixes});;所有文件 (*)</translation>
    </message>
    <message>
        <source>Photos for the batch</source>
        <translation>批处理的照片</translation>
    </message>
    <message>
        <source>{name}   in {folder}</source>
        <translation>{name}   位于 {folder}</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>Watch a folder</source>
        <translation>监视文件夹</translation>
    </message>
    <message>
        <source>Camera on a cable</source>
        <translation>联机相机</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>添加文件</translation>
    </message>
    <message>
        <source>How the frames come</source>
        <translation>照片的来源</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Open {path}</source>
        <translation>打开 {path}</translation>
    </message>
    <message>
        <source>A model for your own camera</source>
        <translation>为您自己的相机训练模型</translation>
    </message>
    <message>
        <source>With a tripod and an evening you shoot a few scenes twice: once at low ISO, once at the ISO you want to use. From these pairs the program measures your camera&apos;s noise, trains a model for it, and shows you on a scene that the training never saw whether it is better.</source>
        <translation>只需一个三脚架和一个晚上：把几个场景各拍两遍，一遍用低 ISO，一遍用您想使用的 ISO。程序会根据这些配对测量相机的噪点，为它训练模型，并用训练中从未用过的场景告诉您它是否更好。</translation>
    </message>
    <message>
        <source>Recent sessions</source>
        <translation>最近的会话</translation>
    </message>
    <message>
        <source>&amp;New session...</source>
        <translation>新建会话(&amp;N)...</translation>
    </message>
    <message>
        <source>&amp;Open session...</source>
        <translation>打开会话(&amp;O)...</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>{work}, {time} left</source>
        <translation>{work}，剩余 {time}</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>Progress of denoising</source>
        <translation>降噪进度</translation>
    </message>
    <message>
        <source>Stop denoising</source>
        <translation>停止降噪</translation>
    </message>
    <message>
        <source>Stop denoising (Esc)</source>
        <translation>停止降噪 (Esc)</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>About this photo</source>
        <translation>照片信息</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Trains a network on your pairs, on this computer. You can pause at any time, or close the window: it goes on from where it was.</source>
        <translation>在这台电脑上用您的成对照片训练网络。可随时暂停或关闭窗口：之后会从中断处继续。</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Getting ready...</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Stopping...</source>
        <translation>正在停止...</translation>
    </message>
    <message>
        <source>Training, {share}</source>
        <translation>训练中，{share}</translation>
    </message>
    <message>
        <source>Stopped by an error</source>
        <translation>因错误而停止</translation>
    </message>
    <message>
        <source>Can be resumed</source>
        <translation>可以继续</translation>
    </message>
    <message>
        <source>There is no good pair yet. Shoot some (step 2) and check them (step 3).</source>
        <translation>还没有合格的成对照片。请先拍摄（第 2 步）并检查（第 3 步）。</translation>
    </message>
    <message>
        <source>All scenes are held out. Training needs at least one scene that is not.</source>
        <translation>所有场景都被保留。训练至少需要一个未保留的场景。</translation>
    </message>
    <message>
        <source>No scene is held out, so it could not be proved that the model is better. Hold one out.</source>
        <translation>没有保留场景，因此无法证明模型更好。请保留一个场景。</translation>
    </message>
    <message>
        <source>Trainings of this session</source>
        <translation>此会话的训练</translation>
    </message>
</context>
<context>
    <name>TrainWords</name>
    <message>
        <source>Getting the pairs ready...</source>
        <translation>正在准备成对照片…</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>Pausing: what was learned is being saved...</source>
        <translation>正在暂停：正在保存已学到的内容…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping: the best is being kept...</source>
        <translation>正在停止：正在保留最佳结果…</translation>
    </message>
    <message>
        <source>Saving, to go on another time...</source>
        <translation>正在保存，以便下次继续…</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Finished: nothing was better than what it began with, which was kept</source>
        <translation>已完成：没有比起点更好的结果，已保留起点</translation>
    </message>
    <message>
        <source>Finished: {gain} dB on the held-out scene</source>
        <translation>已完成：在保留场景上 {gain} dB</translation>
    </message>
    <message>
        <source>Step {step} of {total}</source>
        <translation>第 {step} 步，共 {total} 步</translation>
    </message>
    <message>
        <source>held-out scene: {psnr} dB</source>
        <translation>保留场景：{psnr} dB</translation>
    </message>
    <message>
        <source>Takes {about} on this graphics card ({device}): {steps} steps.</source>
        <translation>在此显卡（{device}）上需要{about}：{steps} 步。</translation>
    </message>
    <message>
        <source>Takes {about} on this CPU: {steps} steps.</source>
        <translation>在此 CPU 上需要{about}：{steps} 步。</translation>
    </message>
    <message>
        <source>from scratch</source>
        <translation>从零开始</translation>
    </message>
    <message>
        <source>three-layer network</source>
        <translation>三层网络</translation>
    </message>
    <message>
        <source>shipped network</source>
        <translation>自带网络</translation>
    </message>
    <message>
        <source>interrupted at {share}</source>
        <translation>在 {share} 处中断</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>{gain} dB on the held-out scene</source>
        <translation>在保留场景上 {gain} dB</translation>
    </message>
    <message>
        <source>Training scenes</source>
        <translation>训练场景</translation>
    </message>
    <message>
        <source>Held-out scene</source>
        <translation>保留场景</translation>
    </message>
    <message>
        <source>Shipped model</source>
        <translation>自带模型</translation>
    </message>
    <message>
        <source>{name} ({figure} dB)</source>
        <translation>{name}（{figure} dB）</translation>
    </message>
    <message>
        <source>Gain, dB</source>
        <translation>增益（dB）</translation>
    </message>
    <message>
        <source>Gain over the noisy photo, dB</source>
        <translation>相对有噪点照片的增益（dB）</translation>
    </message>
    <message>
        <source>Minutes of training</source>
        <translation>训练分钟数</translation>
    </message>
    <message>
        <source>Interrupted. It can be resumed from where it was.</source>
        <translation>已中断。可以从中断处继续。</translation>
    </message>
    <message>
        <source>PSNR, dB</source>
        <translation>PSNR（dB）</translation>
    </message>
    <message>
        <source>Noisy photo</source>
        <translation>有噪点的照片</translation>
    </message>
    <message>
        <source>On the held-out scene it gained {gain} dB so far.</source>
        <translation>到目前为止在保留场景上提高了 {gain} dB。</translation>
    </message>
</context>
<context>
    <name>TrainingView</name>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>Noisy</source>
        <translation>有噪点</translation>
    </message>
    <message>
        <source>Your model now</source>
        <translation>您的模型（当前）</translation>
    </message>
    <message>
        <source>Low-ISO truth</source>
        <translation>低 ISO 真值</translation>
    </message>
    <message>
        <source>The first picture comes with the first checkpoint.</source>
        <translation>第一个检查点之后会出现图片。</translation>
    </message>
    <message>
        <source>Progress of the training</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>&amp;Stop and keep the best</source>
        <translation>停止并保留最佳(&amp;S)</translation>
    </message>
    <message>
        <source>Trainin&amp;gs</source>
        <translation>所有训练(&amp;G)</translation>
    </message>
    <message>
        <source>All trainings of this session, and a new one</source>
        <translation>此会话的所有训练，以及新的训练</translation>
    </message>
    <message>
        <source>How close to the truth, over time</source>
        <translation>随时间与真值的接近程度</translation>
    </message>
    <message>
        <source>The curve begins with the first checkpoint.</source>
        <translation>曲线从第一个检查点开始。</translation>
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message>
        <source>Checking...</source>
        <translation>正在检查...</translation>
    </message>
    <message>
        <source>Not checked yet</source>
        <translation>尚未检查</translation>
    </message>
    <message>
        <source>A pair is checked as soon as it is complete.</source>
        <translation>配对拍完后会立即检查。</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Takes its frames out, so that new ones can take their place</source>
        <translation>移出其中的照片，由新拍的照片代替</translation>
    </message>
    <message>
        <source>Chec&amp;k pairs as they come</source>
        <translation>拍完即检查(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Shoot this scene again</source>
        <translation>重拍这个场景(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Shoot this one again</source>
        <translation>重拍这一组(&amp;S)</translation>
    </message>
</context>
<context>
    <name>WishRow</name>
    <message>
        <source>Scene {number}</source>
        <translation>场景 {number}</translation>
    </message>
    <message>
        <source>Your word for it</source>
        <translation>您取的名称</translation>
    </message>
    <message>
        <source>Keep for the proof</source>
        <translation>留作验证</translation>
    </message>
    <message>
        <source>The training never sees this scene; the model is proved on it.</source>
        <translation>训练不会用到这个场景；模型将用它来验证。</translation>
    </message>
    <message>
        <source>Take this scene off the plan</source>
        <translation>从计划中去掉这个场景</translation>
    </message>
    <message>
        <source>Kind of scene</source>
        <translation>场景类型</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>at mid-grey</source>
        <translation>中灰处</translation>
    </message>
    <message>
        <source>measured from your pairs</source>
        <translation>根据您的配对测得</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>测得</translation>
    </message>
    <message>
        <source>given</source>
        <translation>指定</translation>
    </message>
    <message>
        <source>typical for</source>
        <translation>典型值，</translation>
    </message>
    <message>
        <source>typical</source>
        <translation>典型值</translation>
    </message>
    <message>
        <source>uncertain</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>Almost done</source>
        <translation>即将完成</translation>
    </message>
    <message>
        <source>About {duration} left</source>
        <translation>约剩 {duration}</translation>
    </message>
    <message>
        <source>about {duration}</source>
        <translation>约 {duration}</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{number} megapixels</source>
        <translation>{ten_thousands} 万像素</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}%</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
</context>
<context>
    <name>_Source</name>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
</context>
<context>
    <name>_Strip</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
</context>
</TS>
