using ChatBot.Learning;
using ChatBot.Learning.Registry;
using ChatBot.TestKit.Learning;

namespace ChatBot.Core.Tests.Learning.Registry;

public sealed class AdapterRegistryTests : IAsyncLifetime
{
    private RegistryDriver _driver = null!;

    public async Task InitializeAsync() => _driver = await RegistryDriver.CreateAsync();

    public async Task DisposeAsync() => await _driver.DisposeAsync();

    [Fact]
    public async Task An_adapter_goes_step_by_step_and_each_is_in_the_audit_with_who_and_why()
    {
        await _driver.AddAsync("a1", AdapterStage.Canary, share: 0.25);
        var canary = (await _driver.Registry.FindAsync("default", "a1"))!;
        Assert.Equal((AdapterStage.Canary, 0.25), (canary.Stage, canary.Share));
        Assert.Equal(["d0", "supervised"], [canary.Manifest.Data.Sha256, canary.Manifest.Objective]);

        var step = await _driver.Registry.PromoteAsync("default", "a1", AdapterStage.Production, "grace", reason: "It is better.");
        Assert.Equal((AdapterStage.Production, null), (RegistryDriver.Done(step).Stage, RegistryDriver.Done(step).Share));
        Assert.Equal(["model.registered", "model.staging", "model.canary", "model.production"], await _driver.ActionsAsync("a1"));
        var last = (await _driver.Audit.ListAsync("default", "a1"))[0];
        Assert.Equal(("grace", """{"from":"canary","reason":"It is better."}"""), (last.Actor, last.Detail));
    }

    [Fact]
    public async Task No_stage_is_left_out_and_none_is_come_back_to()
    {
        foreach (var from in Enum.GetValues<AdapterStage>())
        {
            var id = "from-" + AdapterStages.Wire(from);
            await _driver.AddAsync(
                id,
                from is AdapterStage.Retired ? AdapterStage.Production
                    : from is AdapterStage.Rejected ? default
                    : from
            );
            if (from is AdapterStage.Retired or AdapterStage.Rejected)
                await _driver.Registry.RollBackAsync("default", id, "ada");
            Assert.Equal(from, await _driver.StageOfAsync(id));
            foreach (var to in Enum.GetValues<AdapterStage>().Where(to => !AdapterStages.Follows(from, to)))
                Assert.Equal(RefusalCodes.StageForbidden, (await _driver.Registry.PromoteAsync("default", id, to, "ada")).Code);
            Assert.Equal(from, await _driver.StageOfAsync(id));
            // Out of the way of the next one.
            await _driver.Registry.RollBackAsync("default", id, "ada");
        }
        Assert.Equal(RefusalCodes.StageForbidden, (await _driver.Registry.RollBackAsync("default", "from-rejected", "ada")).Code);
        Assert.Equal(RefusalCodes.UnknownModel, (await _driver.Registry.RollBackAsync("default", "nothing", "ada")).Code);
        Assert.Equal(
            RefusalCodes.UnknownModel,
            (await _driver.Registry.PromoteAsync("other", "from-staging", AdapterStage.Canary, "ada")).Code
        );
    }

    [Fact]
    public async Task A_workspace_has_one_canary_and_one_production_and_the_successor_retires_the_one_before()
    {
        await _driver.AddAsync("a1", AdapterStage.Production);
        await _driver.AddAsync("a2", AdapterStage.Canary);
        await _driver.AddAsync("a3", AdapterStage.Staging);
        await _driver.AddAsync("b1", AdapterStage.Canary, workspace: "other");
        Assert.Equal(RefusalCodes.CanaryRunning, (await _driver.Registry.PromoteAsync("default", "a3", AdapterStage.Canary, "ada")).Code);
        Assert.Equal(
            RefusalCodes.InvalidShare,
            (await _driver.Registry.PromoteAsync("default", "a3", AdapterStage.Canary, "ada", share: 1)).Code
        );

        RegistryDriver.Done(await _driver.Registry.PromoteAsync("default", "a2", AdapterStage.Production, "ada"));
        var before = (await _driver.Registry.FindAsync("default", "a1"))!;
        Assert.Equal((AdapterStage.Retired, "Adapter a2 took its place."), (before.Stage, before.Reason));
        Assert.Equal(AdapterStage.Canary, await _driver.StageOfAsync("b1", "other"));
    }

    [Fact]
    public async Task Rolling_back_leads_to_the_production_before_and_at_last_to_the_base()
    {
        await _driver.AddAsync("a1", AdapterStage.Production);
        await _driver.AddAsync("a2", AdapterStage.Production);
        await _driver.AddAsync("a3", AdapterStage.Canary);

        Assert.Equal("a2", (await _driver.Registry.RollBackAsync("default", "a3", "ada", "Worse.")).Instead);
        Assert.Equal("Worse.", (await _driver.Registry.FindAsync("default", "a3"))!.Reason);
        Assert.Equal("a1", (await _driver.Registry.RollBackAsync("default", "a2", "ada")).Instead);
        Assert.Equal(AdapterStage.Production, await _driver.StageOfAsync("a1"));
        Assert.Equal("base", (await _driver.Registry.RollBackAsync("default", "a1", "ada")).Instead);
        Assert.All(await _driver.Registry.ListAsync("default"), adapter => Assert.Equal(AdapterStage.Retired, adapter.Stage));
    }

    [Fact]
    public async Task What_the_gate_refused_is_registered_with_its_reason_and_goes_nowhere()
    {
        var manifest = _driver.Adapters.Make("bad") with
        {
            Metrics = [new GateFigure("perplexity, general text", 10, 11.5, false, "at most 2 % worse")],
        };
        var rejected = RegistryDriver.Done(await _driver.Registry.RegisterAsync(manifest, "trainer"));

        Assert.Equal(AdapterStage.Rejected, rejected.Stage);
        Assert.Equal("The gate refused it: perplexity, general text 10 → 11.5 (at most 2 % worse).", rejected.Reason);
        Assert.Equal(
            RefusalCodes.StageForbidden,
            (await _driver.Registry.PromoteAsync("default", "bad", AdapterStage.Staging, "ada")).Code
        );
    }

    [Fact]
    public async Task A_file_that_is_not_the_registered_one_is_neither_taken_up_nor_moved_on()
    {
        var manifest = _driver.Adapters.Make("a1");
        var wrong = await _driver.Registry.RegisterAsync(manifest with { AdapterSha256 = new string('0', 64) }, "ada");
        Assert.Equal(RefusalCodes.AdapterRefused, wrong.Code);
        Assert.Contains("SHA-256 differs", wrong.Message);
        var missing = await _driver.Registry.RegisterAsync(manifest with { Id = "a2" }, "ada");
        Assert.Contains("its file is missing", missing.Message);
        Assert.Contains("letters, digits", (await _driver.Registry.RegisterAsync(manifest with { Id = "../../a" }, "ada")).Message);
        Assert.Empty(await _driver.Registry.ListAsync("default"));

        RegistryDriver.Done(await _driver.Registry.RegisterAsync(manifest, "ada"));
        Assert.Equal(RefusalCodes.AdapterExists, (await _driver.Registry.RegisterAsync(manifest, "ada")).Code);
        File.AppendAllText(_driver.Adapters.Folder.FileOf("default", "a1"), "more");
        Assert.Equal(RefusalCodes.AdapterRefused, (await _driver.Registry.PromoteAsync("default", "a1", AdapterStage.Staging, "ada")).Code);
    }

    [Fact]
    public async Task Of_two_canaries_started_at_once_one_is_first()
    {
        foreach (var id in (string[])["a1", "a2", "a3", "a4"])
            await _driver.AddAsync(id, AdapterStage.Staging);
        var other = _driver.Instance(new AdapterChoices(_driver.Database, TimeProvider.System));
        var steps = await Task.WhenAll(
            ((string[])["a1", "a2", "a3", "a4"]).Select(
                (id, i) => (i % 2 == 0 ? _driver.Registry : other).PromoteAsync("default", id, AdapterStage.Canary, "ada")
            )
        );

        Assert.Single(steps, step => step.Adapter is not null);
        Assert.Equal(3, steps.Count(step => step.Code == RefusalCodes.CanaryRunning));
    }

    [Fact]
    public async Task A_manifest_is_read_as_it_was_written_and_a_broken_one_is_said_in_a_line()
    {
        var manifest = _driver.Adapters.Make("a1", corrections: ["k1", "k2"]);
        var path = Path.Combine(_driver.Adapters.Folder.Of("default", "a1"), AdapterManifest.FileName);
        Assert.Equal(WireJson.Write(manifest), WireJson.Write(AdapterManifest.Read(path)));

        await File.WriteAllTextAsync(path, "{\"id\": \"a1\"}");
        Assert.Contains("is no manifest", Assert.Throws<RegistryException>(() => AdapterManifest.Read(path)).Message);
        Assert.Contains("cannot be read", Assert.Throws<RegistryException>(() => AdapterManifest.Read(path + ".gone")).Message);
    }
}
