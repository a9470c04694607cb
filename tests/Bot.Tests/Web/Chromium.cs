using ChatBot.TestKit;
using Microsoft.Playwright;

namespace ChatBot.Bot.Tests.Web;

/// <summary>
/// One real Chromium for a test class: <c>IClassFixture&lt;Chromium&gt;</c> with <c>[CounterpartFact(Chromium.Variable)]</c>.
/// The variable holds its path, say <c>/usr/bin/chromium</c>.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    public const string Variable = "CHATBOT_TEST_CHROMIUM";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Counterpart.Find(Variable) is not { } path)
            return;
        _playwright = await Playwright.CreateAsync();
        // Containers often allow no user namespaces, so no sandbox; the pages are our own.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    /// <summary>A page in a context of its own: empty storage, the clipboard allowed.</summary>
    public async Task<IPage> OpenAsync(string address, bool dark = false, bool phone = false)
    {
        var context = await ContextAsync(
            address,
            new()
            {
                ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1100, Height = 860 },
                HasTouch = phone,
                IsMobile = phone,
                DeviceScaleFactor = phone ? 2 : 1,
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                Permissions = ["clipboard-read", "clipboard-write"],
            }
        );
        return await context.NewPageAsync();
    }

    /// <summary>A context as <paramref name="options"/> say, at the address of the application.</summary>
    public async Task<IBrowserContext> ContextAsync(string address, BrowserNewContextOptions options)
    {
        options.BaseURL = address;
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        Assertions.SetDefaultExpectTimeout(30_000); // a busy build machine is slow, not wrong
        return context;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
