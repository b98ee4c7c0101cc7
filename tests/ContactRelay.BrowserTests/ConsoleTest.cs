using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ContactRelay.BrowserTests;

/// <summary>A host, and a browser that looks at its console, whose complaints are noted.</summary>
public abstract class ConsoleTest(BrowserFixture browser) : IAsyncLifetime
{
    private readonly List<string> _complaints = [];
    private readonly List<IBrowserContext> _contexts = [];

    private protected ConsoleHost Host { get; private set; } = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected virtual TimeProvider Time => TimeProvider.System;

    public async ValueTask InitializeAsync() => Host = await ConsoleHost.StartAsync(Time);

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
        {
            await context.DisposeAsync();
        }

        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The console as somebody sees it who opens it first.</summary>
    private protected async Task<IPage> OpenAsync(int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, bool isForAxe = false)
    {
        var context = await browser.OpenAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,

            // axe has to be put into the page, and the policy would rightly stop it.
            BypassCSP = isForAxe,
        });
        _contexts.Add(context);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        await page.GotoAsync(Host.Console);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>The console with the admin key, at this place.</summary>
    private protected async Task<IPage> OpenAtAsync(string place, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool isForAxe = false)
    {
        var page = await OpenAsync(width, scheme: scheme, isForAxe: isForAxe);
        await ClickAsync(page, "Look at all demo tenants");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "All tenants" })).ToBeVisibleAsync();
        await GoAsync(page, place);
        return page;
    }

    private protected static async Task GoAsync(IPage page, string place)
    {
        await page.EvaluateAsync("place => { location.hash = place; }", place);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
    }

    private protected static Task ClickAsync(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private protected static ILocator Story(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Its story" });

    /// <summary>The browser had nothing to complain of: no error, nothing that the policy stopped.</summary>
    private protected void AssertQuiet() => Assert.Empty(_complaints);

    /// <summary>It complained of these answers alone, as it does of each that is an error.</summary>
    private protected void AssertComplainedOf(int status) =>
        Assert.All(_complaints, complaint => Assert.Contains($"status of {status}", complaint, StringComparison.Ordinal));
}
