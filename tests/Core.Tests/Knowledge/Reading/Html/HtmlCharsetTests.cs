using System.Text;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Html;

namespace ChatBot.Core.Tests.Knowledge.Reading.Html;

public sealed class HtmlCharsetTests
{
    static HtmlCharsetTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("shift_jis", "<meta charset=Shift_JIS>", "申請は三日前までに行ってください。")]
    [InlineData("euc-jp", "<meta http-equiv='Content-Type' content='text/html; charset=EUC-JP'>", "申請は三日前までに行ってください。")]
    [InlineData("iso-2022-jp", "<meta charset=\"iso-2022-jp\">", "申請は三日前までに行ってください。")]
    [InlineData("windows-1251", "<meta charset=windows-1251>", "Заявку подают за три дня.")]
    [InlineData("koi8-r", "<META HTTP-EQUIV=content-type CONTENT='text/html;charset=koi8-r'>", "Заявку подают за три дня.")]
    [InlineData("windows-1252", "<meta charset=iso-8859-1>", "Anträge – drei Tage vorher – für 5 €.")]
    [InlineData("iso-8859-2", "<meta charset=iso-8859-2>", "Wniosek składa się trzy dni wcześniej.")]
    [InlineData("gb18030", "<meta charset=gb2312>", "申请须提前三天提交。")]
    [InlineData("big5", "<meta charset=big5>", "申請須提前三天提交。")]
    [InlineData("utf-8", "<meta charset=iso-8859-1>", "Anträge drei Tage vorher, sagt Zoë.")]
    [InlineData("utf-8", "<meta charset=nonsense>", "Anträge drei Tage vorher.")]
    [InlineData("utf-16", "", "Anträge drei Tage vorher.")]
    [InlineData("utf-16BE", "", "Anträge drei Tage vorher.")]
    [InlineData("windows-1252", "", "Anträge werden spätestens drei Tage vorher gestellt, natürlich schriftlich.")]
    public void A_page_is_read_in_the_charset_that_it_names(string charset, string declaration, string text) =>
        Assert.Equal(
            text,
            Read(
                "a.html",
                Encoding.GetEncoding(charset).GetBytes($"<html><head>{declaration}<title>T</title></head><body><p>{text}</p></body></html>")
            )
        );

    [Fact]
    public void An_xml_declaration_names_a_charset_too_and_empty_elements_end()
    {
        const string Page =
            "<?xml version=\"1.0\" encoding=\"windows-1252\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>T</title>"
            + "<script src=\"a.js\"/></head><body><a id=\"x\"/><p>Anträge für Müller.</p></body></html>";
        Assert.Equal("Anträge für Müller.", Read("a.xhtml", Encoding.GetEncoding("windows-1252").GetBytes(Page)));
    }

    [Fact]
    public void What_is_no_text_is_refused() =>
        Assert.Equal("is binary, not text", Assert.Throws<UnreadableDocumentException>(() => Read("a.html", [1, 0, 2, 0, 0, 3])).Message);

    private static string Read(string name, byte[] bytes) => Assert.Single(new HtmlReader().ReadBytes(name, bytes)).Whole();
}
