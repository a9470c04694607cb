using System.IO.Compression;
using System.Text;

namespace ChatBot.Core.Tests.Knowledge.Reading.Office;

/// <summary>A Word document from the XML of its parts; <c>w:</c>, <c>r:</c>, <c>mc:</c>, <c>v:</c> and <c>m:</c> are declared.</summary>
internal static class WordFile
{
    public const string Transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    public const string Strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string StrictOffice = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    private const string Main = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

    public static byte[] Of(
        string body,
        string styles = "",
        string numbering = "",
        string footnotes = "",
        string link = "https://example.org/form",
        bool strict = false,
        string mainType = Main + "document.main+xml"
    )
    {
        var relationships = strict ? StrictOffice : Office;
        var names =
            $"xmlns:w=\"{(strict ? Strict : Transitional)}\" xmlns:r=\"{relationships}\" xmlns:v=\"urn:schemas-microsoft-com:vml\" "
            + "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
            + "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + $"<Override PartName=\"/word/document.xml\" ContentType=\"{mainType}\"/>"
                    + $"<Override PartName=\"/word/styles.xml\" ContentType=\"{Main}styles+xml\"/>"
                    + $"<Override PartName=\"/word/numbering.xml\" ContentType=\"{Main}numbering+xml\"/>"
                    + $"<Override PartName=\"/word/footnotes.xml\" ContentType=\"{Main}footnotes+xml\"/></Types>"
            );
            Add(
                "_rels/.rels",
                Relations($"<Relationship Id=\"rId1\" Type=\"{relationships}/officeDocument\" Target=\"word/document.xml\"/>")
            );
            Add(
                "word/_rels/document.xml.rels",
                Relations(
                    string.Concat(
                        new[] { "styles", "numbering", "footnotes" }.Select(part =>
                            $"<Relationship Id=\"{part}\" Type=\"{relationships}/{part}\" Target=\"{part}.xml\"/>"
                        )
                    ) + $"<Relationship Id=\"link\" Type=\"{relationships}/hyperlink\" Target=\"{link}\" TargetMode=\"External\"/>"
                )
            );
            Add("word/document.xml", $"<w:document {names}><w:body>{body}<w:sectPr/></w:body></w:document>");
            Add("word/styles.xml", $"<w:styles {names}>{styles}</w:styles>");
            Add("word/numbering.xml", $"<w:numbering {names}>{numbering}</w:numbering>");
            Add("word/footnotes.xml", $"<w:footnotes {names}>{footnotes}</w:footnotes>");

            void Add(string name, string xml)
            {
                using var part = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
                part.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml);
            }
        }
        return file.ToArray();
    }

    public static string Paragraph(string runs, string properties = "") =>
        $"<w:p>{(properties.Length == 0 ? "" : $"<w:pPr>{properties}</w:pPr>")}{runs}</w:p>";

    public static string Run(string text, string properties = "") =>
        $"<w:r>{(properties.Length == 0 ? "" : $"<w:rPr>{properties}</w:rPr>")}<w:t xml:space=\"preserve\">{text}</w:t></w:r>";

    public static string Text(string text, string properties = "") => Paragraph(Run(text), properties);

    public static string Styled(string style, string text) => Text(text, $"<w:pStyle w:val=\"{style}\"/>");

    public static string Item(string text, int list = 1, int level = 0) =>
        Text(text, $"<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");

    public static string Style(string id, string name, string content = "", string type = "paragraph") =>
        $"<w:style w:type=\"{type}\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{content}</w:style>";

    public static string Level(int level, string format, string text, string more = "", int start = 1) =>
        $"<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"{start}\"/><w:numFmt w:val=\"{format}\"/>{more}<w:lvlText w:val=\"{text}\"/></w:lvl>";

    public static string List(int id, params string[] levels) =>
        $"<w:abstractNum w:abstractNumId=\"{id}\">{string.Concat(levels)}</w:abstractNum>";

    public static string Instance(int id, int list, string more = "") =>
        $"<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{list}\"/>{more}</w:num>";

    public static string Table(params string[] rows) => $"<w:tbl><w:tblPr/>{string.Concat(rows)}</w:tbl>";

    public static string Row(params string[] cells) => $"<w:tr>{string.Concat(cells)}</w:tr>";

    public static string Cell(string text, string properties = "") => $"<w:tc><w:tcPr>{properties}</w:tcPr>{Text(text)}</w:tc>";

    private static string Relations(string relations) =>
        $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>";
}
