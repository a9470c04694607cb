namespace ChatBot.Core.Tests.Knowledge.Reading.Office;

/// <summary>The smallest workbook and presentation around what they hold.</summary>
internal static class SmallOffice
{
    private const string Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Slide = "http://schemas.openxmlformats.org/presentationml/2006/main";
    private const string Drawing = "http://schemas.openxmlformats.org/drawingml/2006/main";

    /// <param name="rows">Of its only sheet.</param>
    public static byte[] Workbook(string rows) =>
        new TestPackage()
            .Part("xl/workbook.xml", "spreadsheetml.sheet.main", Book())
            .Part(
                "xl/worksheets/sheet1.xml",
                "spreadsheetml.worksheet",
                $"<worksheet xmlns=\"{Sheet}\"><sheetData>{rows}</sheetData></worksheet>"
            )
            .Relation("", "rId1", "officeDocument", "xl/workbook.xml")
            .Relation("xl/workbook.xml", "rId1", "worksheet", "worksheets/sheet1.xml")
            .Bytes();

    private static string Book() =>
        $"<workbook xmlns=\"{Sheet}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
        + "<sheets><sheet name=\"Stock\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

    /// <param name="paragraphs">Of the only shape on its only slide.</param>
    public static byte[] Presentation(string paragraphs) =>
        new TestPackage()
            .Part(
                "ppt/presentation.xml",
                "presentationml.presentation.main",
                $"<p:presentation xmlns:p=\"{Slide}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
                    + "<p:sldIdLst><p:sldId id=\"256\" r:id=\"rId1\"/></p:sldIdLst></p:presentation>"
            )
            .Part(
                "ppt/slides/slide1.xml",
                "presentationml.slide",
                $"<p:sld xmlns:p=\"{Slide}\" xmlns:a=\"{Drawing}\"><p:cSld><p:spTree><p:nvGrpSpPr>"
                    + "<p:cNvPr id=\"1\" name=\"\"/><p:cNvGrpSpPr/>"
                    + "<p:nvPr/></p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"a\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
                    + $"<p:spPr/><p:txBody><a:bodyPr/>{paragraphs}</p:txBody></p:sp></p:spTree></p:cSld></p:sld>"
            )
            .Relation("", "rId1", "officeDocument", "ppt/presentation.xml")
            .Relation("ppt/presentation.xml", "rId1", "slide", "slides/slide1.xml")
            .Bytes();
}
