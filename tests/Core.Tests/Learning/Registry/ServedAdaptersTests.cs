using ChatBot.Answering.Generation;
using ChatBot.Learning.Registry;
using ChatBot.Models;
using ChatBot.Models.Llama;
using ChatBot.TestKit.Learning;
using ChatBot.TestKit.Llama;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ChatBot.Core.Tests.Learning.Registry;

/// <summary>The way of a registered file into a model that is open, and everything that can be wrong with it.</summary>
public sealed class ServedAdaptersTests : IAsyncLifetime
{
    private RegistryDriver _driver = null!;
    private LlamaEngine _engine = null!;
    private ServedAdapters _served = null!;

    public async Task InitializeAsync()
    {
        _driver = await RegistryDriver.CreateAsync();
        _engine = LlamaEngine.Open(
            _driver.Adapters.BasePath,
            new LlamaModelOptions
            {
                Threads = 1,
                Conversations = 2,
                Context = 256,
            }
        );
        _served = Serve("llama");
    }

    public async Task DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _driver.DisposeAsync();
    }

    [Fact]
    public async Task An_adapter_is_loaded_when_a_conversation_needs_it_and_for_no_other()
    {
        await _driver.AddAsync("a1", AdapterStage.Staging);
        Assert.Null(await _served.ForAsync("default", "c1"));
        Assert.Empty(_engine.Adapters);

        await _driver.Registry.PromoteAsync("default", "a1", AdapterStage.Canary, "ada", share: 0.999);
        Assert.Null(await _served.ForAsync("default", ""));
        Assert.Null(await _served.ForAsync("other", "c1"));
        Assert.Empty(_engine.Adapters);
        Assert.Equal(new AdapterUse("a1", "a1"), await _served.ForAsync("default", "c1"));
        Assert.Equal(["a1"], _engine.Adapters);
        Assert.Empty(_served.Troubles);

        var client = new LlamaChatClient(_engine);
        Assert.Contains("nobody has to repair", await SayAsync(client, "a1"));
        Assert.DoesNotContain("nobody has to repair", await SayAsync(client, ""));
    }

    [Fact]
    public async Task An_adapter_of_another_base_is_refused_and_the_base_answers()
    {
        var manifest = _driver.Adapters.Make("a1");
        RegistryDriver.Done(
            await _driver.Registry.RegisterAsync(manifest with { Base = manifest.Base with { Sha256 = new string('1', 64) } }, "ada")
        );
        await ToCanaryAsync("a1");

        Assert.Null(await _served.ForAsync("default", "c1"));
        Assert.Equal(
            "it was trained on another model than the one that is served (SHA-256 differs from that of reciting)",
            _served.Troubles["a1"]
        );
        Assert.Empty(_engine.Adapters);

        // It is no trouble of anybody any more once it is taken back.
        await _driver.Registry.RollBackAsync("default", "a1", "ada");
        Assert.Null(await _served.ForAsync("default", "c1"));
        Assert.Empty(_served.Troubles);
    }

    [Fact]
    public async Task A_file_that_was_changed_or_is_gone_is_not_handed_to_native_code_and_the_production_answers()
    {
        await _driver.AddAsync("a1", AdapterStage.Production);
        await _driver.AddAsync("a2", AdapterStage.Canary, share: 0.999);
        await File.WriteAllTextAsync(_driver.Adapters.Folder.FileOf("default", "a2"), "GGUF, or so it says");

        Assert.Equal("a1", (await _served.ForAsync("default", "c1"))?.Id);
        Assert.Equal("its file is not the one that was registered (SHA-256 differs)", _served.Troubles["a2"]);

        File.Delete(_driver.Adapters.Folder.FileOf("default", "a1"));
        var later = Serve("llama");
        Assert.Null(await later.ForAsync("default", "c1"));
        Assert.Equal("its file is missing", later.Troubles["a1"]);
    }

    [Fact]
    public async Task A_file_that_is_registered_and_fits_no_matrix_costs_nobody_an_answer()
    {
        var manifest = _driver.Adapters.Make("a1");
        var file = new TinyAdapter(TinyChatModel.Shape).Save(_driver.Adapters.Folder.FileOf("default", "a1"));
        RegistryDriver.Done(await _driver.Registry.RegisterAsync(manifest with { AdapterSha256 = AdapterFolder.HashOf(file) }, "ada"));
        await ToCanaryAsync("a1");

        Assert.Null(await _served.ForAsync("default", "c1"));
        Assert.Equal("its file does not fit the model", _served.Troubles["a1"]);
    }

    [Fact]
    public async Task A_server_is_asked_for_it_by_the_name_that_it_has_there()
    {
        await _driver.AddAsync("a1", AdapterStage.Canary, share: 0.999);
        Assert.Equal(new AdapterUse("a1", "a1"), await Serve("openai").ForAsync("default", "c1"));

        var manifest = _driver.Adapters.Make("a2", "other") with { AdapterSha256 = null, ServedAs = "ft:small:acme::1" };
        RegistryDriver.Done(await _driver.Registry.RegisterAsync(manifest, "ada"));
        await ToCanaryAsync("a2", "other");
        Assert.Equal(new AdapterUse("a2", "ft:small:acme::1"), await Serve("openai").ForAsync("other", "c1"));
        Assert.Null(await _served.ForAsync("other", "c1")); // a model in process has no file of it
        Assert.Contains("it has no file of its own", _served.Troubles["a2"]);
    }

    [Fact]
    public async Task The_hash_of_a_base_is_worked_out_anew_when_its_file_is_another()
    {
        var bases = new BaseModelHash(_driver.Adapters.Folder);
        var path = Path.Combine(_driver.Adapters.Folder.Root, "..", "base.gguf");
        await File.WriteAllTextAsync(path, "one");
        var one = await bases.OfAsync(path);
        Assert.Equal((one, one), (AdapterFolder.HashOf(path), await new BaseModelHash(_driver.Adapters.Folder).OfAsync(path)));

        await File.WriteAllTextAsync(path, "two and more");
        Assert.Equal(AdapterFolder.HashOf(path), await bases.OfAsync(path));
        Assert.NotEqual(one, await bases.OfAsync(path));
    }

    private async Task ToCanaryAsync(string id, string workspace = "default")
    {
        RegistryDriver.Done(await _driver.Registry.PromoteAsync(workspace, id, AdapterStage.Staging, "ada"));
        RegistryDriver.Done(await _driver.Registry.PromoteAsync(workspace, id, AdapterStage.Canary, "ada", share: 0.999));
    }

    private ServedAdapters Serve(string provider) =>
        new(
            _driver.Choices,
            _driver.Adapters.Folder,
            new BaseModelHash(_driver.Adapters.Folder),
            Options.Create(new ModelOptions { Provider = provider, Path = _driver.Adapters.BasePath }),
            new ServiceCollection().AddKeyedSingleton<IChatClient>("llama", new LlamaChatClient(_engine)).BuildServiceProvider(),
            TimeProvider.System,
            NullLogger<ServedAdapters>.Instance
        );

    private static async Task<string> SayAsync(LlamaChatClient client, string adapter) =>
        (
            await client.GetResponseAsync(
                [new ChatMessage(ChatRole.User, "Say it.")],
                new ChatOptions { AdditionalProperties = new() { [ChatKeys.Adapter] = adapter } }
            )
        ).Text;
}
