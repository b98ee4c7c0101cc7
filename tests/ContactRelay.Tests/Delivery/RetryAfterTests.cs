using ContactRelay.Delivery;
using ContactRelay.Providers;
using Xunit;

namespace ContactRelay.Tests.Delivery;

public sealed class RetryAfterTests
{
    // 1796082559 in seconds since 1970.
    private static readonly DateTimeOffset Epoch = new(2026, 11, 30, 23, 49, 19, TimeSpan.Zero);

    [Theory]
    [InlineData("90", 90.0)]
    [InlineData(" 90 ", 90.0)]
    [InlineData("0", 0.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("0.25", 0.25)]
    [InlineData("86400", 86400.0)]
    [InlineData("1796082559", 3600.0)]
    [InlineData("1796082559.5", 3600.5)]
    [InlineData("1796082559000", 3600.0)]
    [InlineData("1796078900", null)]
    [InlineData("Mon, 30 Nov 2026 23:49:19 GMT", 3600.0)]
    [InlineData("Mon, 30 Nov 2026 22:00:00 GMT", null)]
    [InlineData("2026-11-30T23:49:19Z", 3600.0)]
    [InlineData("2026-12-01T00:49:19.000+01:00", 3600.0)]
    [InlineData("30, 120", 120.0)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData("1e3", null)]
    [InlineData("NaN", null)]
    public void Read_is_the_wait_from_now(string text, double? seconds) =>
        Assert.Equal(seconds is { } expected ? TimeSpan.FromSeconds(expected) : null, RetryAfter.Read([text], Epoch.AddHours(-1)));

    [Fact]
    public void Read_of_two_headers_is_the_longer() =>
        Assert.Equal(TimeSpan.FromSeconds(60), RetryAfter.Read(["30", "60", "soon"], Epoch));

    [Theory]
    [InlineData("86401")]
    [InlineData("999999999")]
    [InlineData("99999999999999")]
    [InlineData("9999999999999999999999999999999999999999999999999999999999999999")]
    [InlineData("Fri, 31 Dec 2027 23:59:59 GMT")]
    public void Wait_of_more_than_a_day_is_not_believed_and_rests_an_hour(string text)
    {
        var after = RetryAfter.Read([text], Epoch);
        DeliveryOutcome[] outcomes = [DeliveryOutcome.Throttled("429", after), DeliveryOutcome.RetryLater("503", after)];

        Assert.All(outcomes, outcome => Assert.Equal((TimeSpan.FromHours(1), true), (outcome.After!.Value, outcome.AfterIsDoubted)));
        Assert.Equal((TimeSpan.FromDays(1), false), (DeliveryOutcome.Throttled("429", TimeSpan.FromDays(1)).After!.Value, DeliveryOutcome.Throttled("429", TimeSpan.FromDays(1)).AfterIsDoubted));
    }
}
