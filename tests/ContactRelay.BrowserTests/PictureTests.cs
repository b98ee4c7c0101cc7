using ContactRelay.Tests;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace ContactRelay.BrowserTests;

/// <summary>The picture of the console that the README shows. It is written where <c>UPDATE_PICTURE</c> is 1.</summary>
public sealed class PictureTests(BrowserFixture browser) : ConsoleTest(browser)
{
    private const int Minutes = 50;
    private const int MaxBytes = 300 * 1024;

    private static readonly string[] Tenants = ["demo-kulea", "demo-bosscart", "demo-campaignlark", "demo-everlytic", "demo-everlytic-xmlrpc"];

    private static readonly string[] Patches =
    [
        """{"firstName":"Junaid"}""", """{"email":"ada@example.com","name":"Ada Lovelace"}""", """{"firstName":"Grace","subscription":"subscribed"}""",
        """{"firstName":"Lindiwe"}""", """{"firstName":"Zoë"}""",
    ];

    private readonly Random _random = new(7);
    private readonly ShiftedTime _time = new(TimeSpan.FromMinutes(Minutes));

    private protected override TimeProvider Time => _time;

    [Fact]
    public async Task Picture_shows_a_busy_hour_with_a_dead_letter_and_a_hold_and_is_small()
    {
        for (var minute = 0; minute < Minutes; minute++)
        {
            await PassMinuteAsync(minute);
            await Host.IdleAsync(Tenants);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await Host.ThrowAsync("everlytic", """{"status":429,"retryAfter":"600","count":1000}""");
        foreach (var contact in new[] { "2001", "2007" })
        {
            await Host.SendAsync("demo-everlytic", contact, """{"firstName":"Lindiwe"}""");
        }

        await Host.SendAsync("demo-campaignlark", "64f1a2b3c4d5e6f7a8b9c0d1", """{"firstName":"Grace","subscription":"subscribed"}""");
        await Host.ThrowAsync("bosscart", """{"status":400}""");
        await Host.SendAsync("demo-bosscart", "1004", """{"email":"ada@example.com","name":"Ada Lovelace"}""");
        await Host.SendAsync("demo-kulea", "4294967668", """{"firstName":"Junaid"}""");

        var page = await OpenAtAsync("#/");
        await Expect(page.GetByText("is held. The provider asks to wait")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "rejected" })).ToBeVisibleAsync();
        await page.EvaluateAsync("() => document.activeElement.blur()");
        var picture = await page.ScreenshotAsync();

        Assert.InRange(picture.Length, 1, MaxBytes);
        if (Environment.GetEnvironmentVariable("UPDATE_PICTURE") == "1")
        {
            await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "console.png"), picture, Token);
        }

        AssertQuiet();
    }

    /// <summary>Some updates of each tenant: more at some times than at others, as in life.</summary>
    private async Task PassMinuteAsync(int minute)
    {
        foreach (var (i, tenant) in Tenants.Index())
        {
            var most = 2 + (5 * Math.Sin((minute + (9 * i)) / 7.0));
            for (var update = _random.Next((int)Math.Max(1, most)); update >= 0; update--)
            {
                await Host.SendAsync(tenant, $"{i + 1}{minute:00}{update:00}", Patches[i]);
            }
        }
    }
}
