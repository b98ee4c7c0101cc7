using ContactRelay.Delivery;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.LocalHost;

/// <summary>What is kept for a time goes each day, however late a tick of the clock comes.</summary>
public sealed class RetentionTimerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dead_letters_go_at_their_age_though_the_tick_of_the_minute_is_missed()
    {
        await using var host = await RunningHost.StartAsync();
        var letters = host.Services.GetRequiredService<IDeadLetterStore>();
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await letters.UpsertAsync(
            new() { Tenant = "demo-kulea", Id = "old", At = host.Time.GetUtcNow().AddDays(-89), Kind = DeadLetter.Invalid, Reason = "Old." }, Token);

        // From one noon to the next, and never at twenty past three.
        while (await letters.FindAsync("demo-kulea", "old", Token) is not null)
        {
            Token.ThrowIfCancellationRequested();
            host.Time.Advance(TimeSpan.FromDays(1));
            await Task.Yield();
        }
    }
}
