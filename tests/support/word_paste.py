"""What Word, LibreOffice and Google Docs put onto the clipboard, as programs receive it."""

# ruff: noqa: E501 (so it is there)

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns:st1="urn:schemas-microsoft-com:office:smarttags">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style></head>
<body lang=FR style='tab-interval:35.4pt'>
<!--StartFragment-->
<p class=MsoTitle>La loi sur les sociétés<o:p></o:p></p>
<h1><span style='mso-fareast-font-family:"Times New Roman"'>Le contexte<o:p></o:p></span></h1>
<p class=MsoNormal><span lang=EN-US style='font-size:11.0pt'>Du <b>gr</b></span><b><span
style='font-size:11.0pt'>as</span></b> et <i style='mso-bidi-font-style:normal'>de l’italique</i>, à
<st1:place w:st="on"><st1:City w:st="on">Paris</st1:City></st1:place>&nbsp;; voir art.&nbsp;5.<a
style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference><span style='font-size:11.0pt'>[1]</span></span><![endif]></span></span></a>
Suite.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Premier<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><!--[if
!supportLists]--><span style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><!--[endif]-->Dessous<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span>Second<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>3.<span>&nbsp; </span></span>Trois</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>4.<span>&nbsp; </span></span>Quatre</p>
<p class=MsoListParagraph style='mso-list:l1 level2 lfo2'><span
style='mso-list:Ignore'>a)<span>&nbsp; </span></span>Une lettre</p>
<p class=MsoNormal><b><span style='font-size:14.0pt'>Un intertitre<o:p></o:p></span></b></p>
<p class=MsoNormal>Du texte <span style='display:none;mso-hide:all'>caché</span>et
<ins cite="mailto:A" datetime="2018-07-03T10:00">ajouté</ins><del cite="mailto:A">retiré</del>.<a
class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[A1]</a></p>
<table class=MsoTableGrid border=1><tr><td width=100 colspan=2><p class=MsoNormal><b>Tête</b></p></td></tr>
<tr><td><p class=MsoNormal>un</p></td><td><p class=MsoNormal>deux</p></td></tr></table>
<p class=MsoNormal><img width=10 height=10 src="file:///C:/Users/a/AppData/clip_image001.png"></p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1
width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1'
href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference>[1]</span><![endif]></span></span></a> La <i>note</i>.<o:p></o:p></p></div></div>
<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'><p
class=MsoCommentText>À revoir</p></div></div>
<!--EndFragment-->
</body></html>"""

GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr"><span
style="font-size:20pt;font-weight:400;">Titre</span></h1><p dir="ltr"><span
style="font-size:11pt;font-weight:400;">Du </span><span style="font-size:11pt;font-weight:700;">gras</span><span
style="font-size:11pt;font-style:italic;"> penché</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><ul><li
dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>un</span></p></li><ul><li dir="ltr"
aria-level="2"><p dir="ltr"><span>dessous</span></p></li></ul></ul></b><br class="Apple-interchange-newline"><hr><div><p
><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;La note.</span></p></div>"""

OFFICE = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 7.3 (Linux)"/></head><body lang="fr-FR"><h1 class="western">Titre</h1>
<p>Du texte<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a>.</p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym"
href="#sdfootnote1anc">1</a>La note.</p></div></body></html>"""

ONLINE = """<div class="ListContainerWrapper"><ul class="BulletListStyle1"><li data-aria-level="1"><p
class="Paragraph"><span class="TextRun"><span class="NormalTextRun">Un</span></span><span
class="EOP">&nbsp;</span></p></li></ul></div><div class="ListContainerWrapper"><ul
class="BulletListStyle1"><li data-aria-level="2"><p class="Paragraph">Dessous</p></li></ul></div><div
class="ListContainerWrapper"><ol class="NumberListStyle1" start="1"><li data-aria-level="1"><p>A</p></li></ol></div><div
class="ListContainerWrapper"><ol class="NumberListStyle1" start="2"><li data-aria-level="1"><p>B</p></li></ol></div>"""
