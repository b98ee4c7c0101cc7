using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ContactRelay.BrowserTests;

/// <summary>What somebody does who comes to the console: send, watch, find what failed, put it right.</summary>
public sealed class VisitTests(BrowserFixture browser) : ConsoleTest(browser)
{
    [Fact]
    public async Task First_visit_sends_an_update_with_two_clicks_and_sees_it_at_the_provider()
    {
        var page = await OpenAsync();

        await ClickAsync(page, "Send a first update");
        await ClickAsync(page, "Send");

        await Expect(Story(page)).ToContainTextAsync("✓ delivered after");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "At the provider", Exact = true })).ToContainTextAsync("\"forename\": \"Junaid\"");
        await page.GetByRole(AriaRole.Link, new() { Name = "Activity" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("delivered");
        await Expect(page.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("1 accepted, 1 delivered, 0 dead; 0 pending"));
        AssertQuiet();
    }

    [Fact]
    public async Task Dry_run_shows_the_request_and_sends_nothing()
    {
        var page = await OpenAtAsync("#/t/demo-kulea/try");

        await ClickAsync(page, "Dry run");

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Dry run" })).ToContainTextAsync("Authorization: ***");
        await GoAsync(page, "#/t/demo-kulea");
        await Expect(page.GetByText("Nothing in the last seven days")).ToBeVisibleAsync();
        AssertQuiet();
    }

    [Fact]
    public async Task Rejected_update_is_found_explained_and_sent_again()
    {
        var page = await OpenAtAsync("#/t/demo-kulea/try");
        await ClickAsync(page, "400 Refuses");
        await Expect(page.GetByText("1 faulty call to come")).ToBeVisibleAsync();
        await ClickAsync(page, "Send");
        await Expect(Story(page)).ToContainTextAsync("Why: A fault that was asked for.");

        await page.GetByRole(AriaRole.Link, new() { Name = "Dead letters" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "The story of" }).ClickAsync();
        await ClickAsync(page, "Show the values");
        await Expect(Story(page)).ToContainTextAsync("Junaid");
        await ClickAsync(page, "Send it again");

        await Expect(Story(page)).ToContainTextAsync("✓ delivered after");
        await page.GetByRole(AriaRole.Link, new() { Name = "Dead letters" }).ClickAsync();
        await Expect(page.GetByText("There are none")).ToBeVisibleAsync();
        AssertQuiet();
    }

    [Fact]
    public async Task Rejected_update_is_corrected_and_its_dead_letter_goes()
    {
        await Host.ThrowAsync("kulea", """{"status":400}""");
        await Host.SendAsync("demo-kulea", "7", """{"firstName":"Adda"}""");
        await Host.IdleAsync("demo-kulea");
        var page = await OpenAtAsync("#/t/demo-kulea/dead");
        await page.GetByRole(AriaRole.Link, new() { Name = "The story of" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Correct it and send" }).ClickAsync();
        var changes = page.GetByLabel("Changes, as a JSON merge patch");
        await Expect(changes).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("Adda"));
        await changes.FillAsync("""{"firstName":"Ada"}""");
        await ClickAsync(page, "Send");

        await Expect(Story(page)).ToContainTextAsync("✓ delivered after");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "At the provider", Exact = true })).ToContainTextAsync("\"forename\": \"Ada\"");
        await page.GetByRole(AriaRole.Link, new() { Name = "Dead letters" }).ClickAsync();
        await Expect(page.GetByText("There are none")).ToBeVisibleAsync();
        AssertQuiet();
    }

    [Fact]
    public async Task Many_dead_letters_are_sent_again_with_a_word_on_how_many()
    {
        const int Many = 30;
        await Host.ThrowAsync("kulea", $$"""{"status":400,"count":{{Many}}}""");
        for (var i = 0; i < Many; i++)
        {
            await Host.SendAsync("demo-kulea", $"{i}", """{"firstName":"Ada"}""");
        }

        var page = await OpenAtAsync("#/t/demo-kulea");
        await Expect(page.Locator(".numbers .bad dd")).ToHaveTextAsync($"{Many}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Dead letters" }).ClickAsync();
        await ClickAsync(page, "Send all that match…");
        await ClickAsync(page, "Send them");

        await Expect(page.GetByText($"{Many} redriven.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Progressbar)).ToHaveJSPropertyAsync("value", Many);
        AssertQuiet();
    }

    [Fact]
    public async Task Hold_is_explained_and_lifted()
    {
        await Host.ThrowAsync("kulea", """{"status":429,"retryAfter":"600"}""");
        await Host.SendAsync("demo-kulea", "7", """{"firstName":"Ada"}""");
        var page = await OpenAtAsync("#/t/demo-kulea");

        await Expect(page.GetByText("Held: told to wait")).ToBeVisibleAsync();
        await Expect(page.GetByText("The provider asks to wait, and is not called before then")).ToBeVisibleAsync();
        await ClickAsync(page, "Lift the hold");

        await Expect(page.GetByText("Held: told to wait")).ToBeHiddenAsync();
        AssertQuiet();
    }

    [Fact]
    public async Task Figures_that_are_a_part_say_that_they_are()
    {
        await Host.ThrowAsync("kulea", """{"status":429,"retryAfter":"600","count":1000}""");
        for (var i = 0; i < 80; i++)
        {
            await Host.SendAsync("demo-kulea", $"{i}", """{"firstName":"Ada"}""");
        }

        var page = await OpenAtAsync("#/t/demo-kulea");

        await Expect(page.Locator(".numbers")).ToContainTextAsync("at least 20");
        await Expect(page.Locator(".numbers .wait dd")).ToHaveTextAsync("80");
        await Expect(page.GetByText("Of 80 updates that wait, the first 20 are listed.")).ToBeVisibleAsync();
        AssertQuiet();
    }

    [Fact]
    public async Task Choosing_a_tenant_goes_nowhere_until_it_is_confirmed()
    {
        var page = await OpenAtAsync("#/");
        var choice = page.GetByLabel("Tenant", new() { Exact = true });

        await choice.FocusAsync();
        await page.Keyboard.TypeAsync("demo-k");
        await Expect(choice).ToHaveValueAsync("demo-kulea");
        await Expect(choice).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("All tenants");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("demo-kulea");

        await choice.SelectOptionAsync("demo-bosscart");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("demo-kulea");
        await ClickAsync(page, "Go");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("demo-bosscart");
        AssertQuiet();
    }

    [Fact]
    public async Task Overview_asks_once_for_all_tenants_less_often_when_nothing_changes_and_never_while_it_is_hidden()
    {
        const string Hide = "isHidden => { Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }";
        var page = await OpenAsync();
        await page.Clock.InstallAsync();
        await page.ReloadAsync();
        await ClickAsync(page, "Look at all demo tenants");
        await Expect(page.Locator(".card")).ToHaveCountAsync(5);
        var paths = new List<string>();
        page.Request += (_, request) => paths.Add(new Uri(request.Url).AbsolutePath);

        await page.Clock.RunForAsync(300_000);
        Assert.All(paths, path => Assert.Equal("/api/activity/summary", path));
        Assert.InRange(paths.Count, 1, 20);

        await page.EvaluateAsync(Hide, true);
        paths.Clear();
        await page.Clock.RunForAsync(300_000);
        Assert.Empty(paths);

        await page.RunAndWaitForRequestAsync(() => page.EvaluateAsync(Hide, false), "**/api/activity/summary");
        AssertQuiet();
    }

    [Fact]
    public async Task Wrong_key_is_answered_with_what_to_do()
    {
        var page = await OpenAsync();
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync("not-the-key");

        await ClickAsync(page, "Open");

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("key");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Open" })).ToBeVisibleAsync();
        AssertComplainedOf(401);
    }

    [Fact]
    public async Task Update_that_the_rules_refuse_is_answered_with_pointers()
    {
        var page = await OpenAtAsync("#/t/demo-bosscart/try");
        await page.GetByLabel("Changes, as a JSON merge patch").FillAsync("""{"firstName":"Ada"}""");

        await ClickAsync(page, "Send");

        await Expect(page.GetByRole(AriaRole.Alert).Locator("code").First).ToHaveTextAsync("/email");
        AssertComplainedOf(422);
    }

    [Fact]
    public async Task Key_is_in_no_storage_and_no_address_and_goes_with_the_page()
    {
        var page = await OpenAtAsync("#/t/demo-kulea");

        Assert.Equal(0, await page.EvaluateAsync<int>("() => localStorage.length + sessionStorage.length + document.cookie.length"));
        Assert.DoesNotContain("dev-admin", page.Url, StringComparison.Ordinal);
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true })).ToBeVisibleAsync();
        AssertQuiet();
    }
}
