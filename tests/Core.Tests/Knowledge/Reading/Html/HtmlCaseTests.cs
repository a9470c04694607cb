using ChatBot.Knowledge.Reading.Html;

namespace ChatBot.Core.Tests.Knowledge.Reading.Html;

/// <summary>Pages that readers get wrong, from <c>cases/</c>.</summary>
public sealed class HtmlCaseTests
{
    [Theory]
    [InlineData(
        "h01-ol-start.html",
        "Cluster restart",
        "1. Drain the scheduler queue.\n2. Stop the ingest workers.\n\nWait until the lag chart shows zero.\n\n"
            + "3. Restart the broker nodes.\n7. Open the gateway again."
    )]
    [InlineData(
        "h02-articles.html",
        "Badge FAQ",
        "# Where do I get a badge?\n\nThe reception on level 2 prints badges.\n\n# How long is a badge valid?\n\n"
            + "A badge is valid for 18 months.\n\n# What if I lose the badge?\n\nCall the security desk, a new one costs 25 francs."
    )]
    [InlineData(
        "h03-form-page.html",
        "Travel policy",
        "Train journeys are booked in second class. Flights need the approval of the head of department."
    )]
    [InlineData(
        "h04-sup.html",
        "Stream limits",
        "A shard accepts 10⁶ records per hour. The clock drift must stay below 10⁻³ seconds.\n\nChemical label: CO₂."
    )]
    [InlineData(
        "h05-cell-br.html",
        "Support hours",
        "| Team | Days |\n| --- | --- |\n| Warehouse | Monday Thursday |\n| Streaming Lakehouse | Tuesday Friday |\n\n"
            + "# Night shift\n\nThe night shift answers pages only."
    )]
    [InlineData("h07-struck.html", "Retention", "Raw events are kept for 90 days. The quota is 5 TB.")]
    [InlineData(
        "h09-accordion.html",
        "Laptop help",
        "# How do I reset the disk password?\n\nPress F9 at start and type the recovery key.\n\n"
            + "# How do I order a docking station?\n\nUse form HW-12 in the portal."
    )]
    [InlineData("h11-sjis.html", "休暇規程", "年次有給休暇は入社六か月後に十日間付与されます。申請は三日前までに行ってください。")]
    public void A_page_is_read_as_its_author_meant_it(string name, string title, string text)
    {
        var page = Assert.Single(new HtmlReader().ReadBytes(name, Cases.Bytes(name)));
        Assert.Equal((title, text), (page.Title, page.Whole()));
    }
}
