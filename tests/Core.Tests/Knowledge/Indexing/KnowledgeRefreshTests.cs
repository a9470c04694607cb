using System.ComponentModel.DataAnnotations;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Knowledge.Indexing;

public sealed class KnowledgeRefreshTests
{
    [Fact]
    public async Task A_source_is_read_again_when_its_hours_have_passed_and_not_before()
    {
        var clock = new Clock();
        await using var knowledge = await KnowledgeDriver.StartAsync(services =>
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock))
        );
        knowledge.Write("a.md", "# Alpha\n\nThe alpha process runs nightly.");
        Configure(
            knowledge,
            new KnowledgeSourceOptions
            {
                Path = knowledge.Documents,
                EveryHours = 6,
                Category = "ops",
            }
        );

        Assert.Equal(1, await Refresh(knowledge).RefreshDueAsync(default));
        knowledge.Write("b.md", "# Beta\n\nThe beta process runs weekly.");
        clock.Advance(TimeSpan.FromHours(5.9));
        Assert.Equal(0, await Refresh(knowledge).RefreshDueAsync(default));
        clock.Advance(TimeSpan.FromHours(0.2));
        Assert.Equal(1, await Refresh(knowledge).RefreshDueAsync(default));
        Assert.Equal("ops", (await knowledge.SearchAsync("beta process"))[0].Category);

        var source = Assert.Single(await knowledge.Services.GetRequiredService<KnowledgeSources>().ListAsync("default"));
        Assert.Equal((knowledge.Documents, 2L, clock.GetUtcNow(), 1), (source.Source, source.Documents, source.Refreshed, source.Added));
    }

    [Fact]
    public void A_cron_line_says_when_a_source_is_due_and_what_is_none_is_refused()
    {
        var nightly = new KnowledgeSourceOptions { Path = "/srv/handbook", Cron = "30 2 * * *" };
        var read = new DateTimeOffset(2026, 3, 4, 2, 30, 0, TimeZoneInfo.Local.GetUtcOffset(new DateTime(2026, 3, 4, 2, 30, 0)));
        Assert.Equal(read.AddDays(1), nightly.NextAfter(read));
        Assert.Equal(read.AddDays(1), nightly.NextAfter(read.AddHours(3)));

        var wrong = new KnowledgeSourceOptions { Path = "/srv/handbook", Cron = "every night" };
        var fault = Assert.Throws<ValidationException>(() => Validator.ValidateObject(wrong, new ValidationContext(wrong), true));
        Assert.Contains("is no cron line", fault.Message);
    }

    [Fact]
    public async Task A_source_that_is_not_there_removes_nothing_and_does_not_stop_the_others()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("here/a.md", "# Alpha\n\nThe alpha process runs nightly.");
        knowledge.Write("away/b.md", "# Beta\n\nThe beta process runs weekly.");
        var here = Path.Combine(knowledge.Documents, "here");
        var away = Path.Combine(knowledge.Documents, "away");
        await knowledge.IngestAsync(away);
        Directory.Move(away, away + "-moved");
        Configure(knowledge, new KnowledgeSourceOptions { Path = away, EveryHours = 0.01 }, new KnowledgeSourceOptions { Path = here });
        await Refresh(knowledge).RefreshDueAsync(default);
        Assert.Equal("a.md", (await knowledge.SearchAsync("alpha process"))[0].Uri);
        Assert.Equal("b.md", (await knowledge.SearchAsync("beta process weekly"))[0].Uri);
    }

    [Fact]
    public async Task A_table_is_imported_again_when_it_is_due()
    {
        var clock = new Clock();
        await using var knowledge = await KnowledgeDriver.StartAsync(services =>
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock))
        );
        var path = knowledge.Write("requests.csv", "id,title,status\n1,Printer jams,open\n2,Screen is dark,closed\n");
        Configure(
            knowledge,
            new KnowledgeSourceOptions
            {
                Path = path,
                Records = true,
                EveryHours = 6,
            }
        );
        async Task<long> RowsAsync() =>
            Assert.Single(await knowledge.Services.GetRequiredService<RecordSources>().ListAsync("default")).Rows;

        Assert.Equal(1, await Refresh(knowledge).RefreshDueAsync(default));
        Assert.Equal(2, await RowsAsync());
        knowledge.Write("requests.csv", "id,title,status\n1,Printer jams,open\n2,Screen is dark,closed\n3,Disk is full,open\n");
        Assert.Equal(0, await Refresh(knowledge).RefreshDueAsync(default));
        clock.Advance(TimeSpan.FromHours(6.1));
        Assert.Equal(1, await Refresh(knowledge).RefreshDueAsync(default));
        Assert.Equal(3, await RowsAsync());
    }

    private static void Configure(KnowledgeDriver knowledge, params KnowledgeSourceOptions[] sources) =>
        knowledge.Services.GetRequiredService<IOptions<KnowledgeOptions>>().Value.Sources.AddRange(sources);

    private static KnowledgeRefresh Refresh(KnowledgeDriver knowledge) =>
        ActivatorUtilities.CreateInstance<KnowledgeRefresh>(knowledge.Services);

    private sealed class Clock : TimeProvider
    {
        private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;

        public void Advance(TimeSpan by) => _now += by;
    }
}
