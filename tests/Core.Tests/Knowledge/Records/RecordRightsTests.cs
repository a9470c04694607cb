using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Knowledge.Records;

public sealed class RecordRightsTests
{
    private static readonly RecordSource Requests = new(
        "default",
        1,
        "/srv/tables/requests.csv",
        new RecordShape("request", [new("id", ColumnRole.Id), new("Category", ColumnRole.Category), new("opened", ColumnRole.Date)]),
        1,
        3,
        DateTimeOffset.UnixEpoch,
        null
    );

    [Fact]
    public void A_source_that_no_rule_names_is_seen_by_its_whole_workspace_and_by_no_other()
    {
        Assert.True(Seen(new RecordAsker("default", "web")).All);
        Assert.True(Seen(new RecordAsker("default"), new RecordRight { Source = "others.csv", Channel = "cli" }).All);
        Assert.True(Seen(new RecordAsker("T1", "web")).IsNothing);
    }

    [Theory]
    [InlineData("requests.csv")]
    [InlineData("Requests.CSV")]
    [InlineData("tables/requests.csv")]
    [InlineData("./tables/requests.csv")]
    [InlineData("tables\\requests.csv")]
    [InlineData("/srv/tables/requests.csv")]
    public void A_rule_names_a_source_by_its_file_or_the_end_of_its_path(string source) =>
        Assert.True(Seen(new RecordAsker("default", "web"), new RecordRight { Source = source, Channel = "cli" }).IsNothing);

    [Theory]
    [InlineData("quests.csv")]
    [InlineData("requests")]
    [InlineData("other/requests.csv")]
    public void Half_a_name_is_none(string source) =>
        Assert.True(Seen(new RecordAsker("default", "web"), new RecordRight { Source = source, Channel = "cli" }).All);

    [Fact]
    public void A_rule_of_another_workspace_neither_closes_nor_opens() =>
        Assert.True(
            Seen(
                new RecordAsker("default", "web"),
                new RecordRight
                {
                    Source = "requests.csv",
                    Workspace = "T1",
                    Channel = "cli",
                }
            ).All
        );

    [Fact]
    public void Rows_are_seen_that_any_rule_shows_where_it_is_asked()
    {
        RecordRight[] rules =
        [
            Rule("category", ["IT"], channel: "slack", conversation: "C1"),
            Rule("Category", ["HR", "Payroll"], channel: "slack"),
            Rule("category", ["Legal"], channel: "msteams"),
        ];

        var there = Seen(new RecordAsker("default", "slack", "C1"), rules);
        Assert.False(there.All);
        Assert.Equal(["Category: IT", "Category: HR, Payroll"], there.AnyOf.Select(Words));
        Assert.Equal(["Category: HR, Payroll"], Seen(new RecordAsker("default", "slack", "C2"), rules).AnyOf.Select(Words));
        Assert.True(Seen(new RecordAsker("default", "web"), rules).IsNothing);

        static string Words(FacetCondition condition) => $"{condition.Column}: {string.Join(", ", condition.Values)}";
    }

    [Theory]
    [InlineData("C1", true)]
    [InlineData("C1:1700000000.000100", true)]
    [InlineData("C1;messageid=17", true)]
    [InlineData("C12", false)]
    [InlineData("", false)]
    public void What_is_asked_in_a_thread_is_asked_in_its_conversation(string conversation, bool seen) =>
        Assert.NotEqual(
            seen,
            Seen(new RecordAsker("default", "slack", conversation), Rule("category", ["IT"], conversation: "C1")).IsNothing
        );

    [Fact]
    public void A_rule_without_a_column_shows_every_row() =>
        Assert.True(Seen(new RecordAsker("default", "CLI"), Rule("category", ["IT"]), Rule("", [], channel: "cli")).All);

    [Fact]
    public void A_rule_whose_facet_is_gone_or_that_names_no_value_shows_nothing() =>
        Assert.True(
            Seen(new RecordAsker("default", "web"), Rule("team", ["IT"]), Rule("opened", ["2026"]), Rule("category", [])).IsNothing
        );

    [Fact]
    public void Admins_see_every_row_of_their_workspace()
    {
        Assert.True(Seen(new RecordAsker("default", RecordRights.AdminChannel), Rule("category", ["IT"], channel: "cli")).All);
        Assert.True(Seen(new RecordAsker("T1", RecordRights.AdminChannel)).IsNothing);
    }

    private static RecordRight Rule(string column, List<string> values, string channel = "", string conversation = "") =>
        new()
        {
            Source = "requests.csv",
            Column = column,
            Values = values,
            Channel = channel,
            Conversation = conversation,
        };

    private static RowsSeen Seen(RecordAsker asker, params RecordRight[] rules) =>
        new RecordRights(Options.Create(new RecordsOptions { Rights = [.. rules] })).Of(asker, Requests);
}
