using ContactRelay.Tests;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ContactRelay.BrowserTests;

/// <summary>The console can be read and used by everybody: on a phone, in the dark, without a mouse, read aloud.</summary>
public sealed class LooksTests(BrowserFixture browser) : ConsoleTest(browser)
{
    private static readonly string[] Places =
        ["#/", "#/t/demo-kulea", "#/t/demo-kulea/dead", "#/t/demo-kulea/try", "#/t/demo-kulea/c/7", "#/t/demo-everlytic"];

    private static readonly string Axe = Path.Combine(Repository.Root, "tests", "ContactRelay.Tests", "npm");

    [Fact]
    public async Task Phone_never_scrolls_sideways()
    {
        await FillAsync();
        var page = await OpenAtAsync("#/", width: 375);
        foreach (var place in Places)
        {
            await GoAsync(page, place);
            await SettleAsync(page);
            Assert.Equal((place, 375), (place, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")));
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "The story of" }).First.ClickAsync();
        await Expect(Story(page)).ToContainTextAsync("Attempt 1");
        Assert.Equal(375, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        AssertQuiet();
    }

    [Fact]
    public async Task Dark_is_dark_and_light_is_light()
    {
        const string Brightness = "() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number).reduce((sum, part) => sum + part) / 3";

        var dark = await (await OpenAsync(scheme: ColorScheme.Dark)).EvaluateAsync<double>(Brightness);
        var light = await (await OpenAsync(scheme: ColorScheme.Light)).EvaluateAsync<double>(Brightness);

        Assert.InRange(dark, 0, 50);
        Assert.InRange(light, 220, 255);
        AssertQuiet();
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 375)]
    public async Task Axe_finds_nothing(ColorScheme scheme, int width)
    {
        await NodePackages.InstallAsync(Axe);
        await FillAsync();
        var page = await OpenAsync(width, scheme: scheme, isForAxe: true);
        await page.AddScriptTagAsync(new() { Path = Path.Combine(Axe, "node_modules", "axe-core", "axe.min.js") });
        await CheckAsync("first visit");
        await ClickAsync(page, "Look at all demo tenants");
        foreach (var place in Places)
        {
            await GoAsync(page, place);
            await SettleAsync(page);
            await CheckAsync(place);
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "The story of" }).First.ClickAsync();
        await Expect(Story(page)).ToContainTextAsync("Attempt 1");
        await CheckAsync("story");
        AssertQuiet();

        async Task CheckAsync(string place)
        {
            var found = await page.EvaluateAsync<string[]>(
                "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations"
                + ".map(rule => `${rule.id}: ${rule.nodes.map(node => node.html).join(' ')}`)");
            Assert.True(found.Length == 0, $"{place}: {string.Join('\n', found)}");
        }
    }

    [Fact]
    public async Task Keyboard_alone_sends_an_update_and_reads_its_story()
    {
        var page = await OpenAsync();

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "Send a first update");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Try it" })).ToBeFocusedAsync();
        await TabToAsync(page, "Send");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "It is stored" })).ToBeFocusedAsync();
        await TabToAsync(page, "Its own page");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "One update" })).ToBeFocusedAsync();
        await Expect(Story(page)).ToContainTextAsync("✓ delivered after");
        AssertQuiet();
    }

    [Fact]
    public async Task Keyboard_alone_discards_a_dead_letter_and_comes_back_to_where_it_was()
    {
        await FillAsync();
        var page = await OpenAtAsync("#/t/demo-kulea/dead");
        await TabToAsync(page, "Choose the rejected update of contact 7");
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByText("1 chosen")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Discard…" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Why are they given up?")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Discard…" })).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync("It was a test.");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText("1 discarded.")).ToBeVisibleAsync();
        await Expect(page.GetByText("There are none")).ToBeVisibleAsync();
        AssertQuiet();
    }

    /// <summary>One tenant with something delivered and something dead, and one that is held.</summary>
    private async Task FillAsync()
    {
        await Host.SendAsync("demo-kulea", "8", """{"firstName":"Grace"}""");
        await Host.IdleAsync("demo-kulea");
        await Host.ThrowAsync("kulea", """{"status":400}""");
        await Host.SendAsync("demo-kulea", "7", """{"firstName":"Ada"}""");
        await Host.IdleAsync("demo-kulea");
        await Host.ThrowAsync("everlytic", """{"status":429,"retryAfter":"600","count":1000}""");
        await Host.SendAsync("demo-everlytic", "2001", """{"firstName":"Lindiwe"}""");
    }

    /// <summary>Waits for what the page shows of the first answers.</summary>
    private static Task SettleAsync(IPage page) =>
        Expect(page.Locator("tbody tr, .plain li, form.form").First).ToBeVisibleAsync();

    /// <summary>Presses Tab until something of this name has the focus, which has to be within reach.</summary>
    private static async Task TabToAsync(IPage page, string name)
    {
        const string Focused = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent";
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>(Focused) == name)
            {
                return;
            }
        }

        Assert.Fail($"Tab never comes to '{name}'.");
    }
}
