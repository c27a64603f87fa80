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
        <source>A cluster needs a part that is not installed. Install it with: pip install &apos;denoiser-app[cluster]&apos;</source>
        <translation>使用集群需要一个尚未安装的组件。安装命令：pip install 'denoiser-app[cluster]'</translation>
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
        <source>The {worker} of the cluster cannot work on this batch: {reason}.</source>
        <translation>集群的 {worker} 无法处理这个批处理：{reason}。</translation>
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
        <source>{path}: a file of this name is there already, but it is damaged. Remove it, or choose to overwrite, and retry.</source>
        <translation>{path}：已有同名文件，但它已损坏。请将其删除，或选择覆盖，然后重试。</translation>
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
        <source>{path}: the table of rules cannot be used ({reason}). Correct it, or leave it out.</source>
        <translation>{path}：无法使用规则表（{reason}）。请更正它，或不使用规则。</translation>
    </message>
    <message>
        <source>{path}: there are no photos here{patterns}. Choose another folder or another pattern, or include the folders inside it.</source>
        <translation>{path}：这里没有照片{patterns}。请选择其他文件夹或其他名称模式，或包括其中的子文件夹。</translation>
    </message>
    <message>
        <source>{path}: there is no such file. Check the name, or whether the card or disk is still connected.</source>
        <translation>{path}：文件不存在。请检查名称，或存储卡、磁盘是否仍然连接。</translation>
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
        <source>a folder has this name</source>
        <translation>已有同名文件夹</translation>
    </message>
    <message>
        <source>a linear DNG with a gain map, as phones write it,</source>
        <translation>手机生成的、带增益图的线性 DNG</translation>
    </message>
    <message>
        <source>a newer version of the program made it</source>
        <translation>它由更新版本的程序创建</translation>
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
        <source>it has no colorants and tone curves</source>
        <translation>其中没有基色和色调曲线</translation>
    </message>
    <message>
        <source>it has no pixels</source>
        <translation>其中没有像素</translation>
    </message>
    <message>
        <source>it has too many tensors</source>
        <translation>张量过多</translation>
    </message>
    <message>
        <source>it is larger than any model</source>
        <translation>大小超过任何模型</translation>
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
        <source>its header is too large</source>
        <translation>文件头过大</translation>
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
        <source>its tensors differ from the manifest&apos;s</source>
        <translation>张量与清单不符</translation>
    </message>
    <message>
        <source>its tone curves do not rise</source>
        <translation>其色调曲线不是递增的</translation>
    </message>
    <message>
        <source>nothing was written</source>
        <translation>没有写入任何内容</translation>
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
        <source>the compression of this DNG</source>
        <translation>此 DNG 的压缩方式</translation>
    </message>
    <message>
        <source>the device ran out of memory; the CPU goes on</source>
        <translation>设备显存不足，改由处理器继续</translation>
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
        <source>this is not a file but a device</source>
        <translation>这不是文件而是设备</translation>
    </message>
    <message>
        <source>this kind of video or picture container</source>
        <translation>此类视频或图片容器</translation>
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
    <name>Words</name>
    <message>
        <source>at mid-grey</source>
        <translation>中灰处</translation>
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
    <name>_Strip</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
</context>
</TS>
