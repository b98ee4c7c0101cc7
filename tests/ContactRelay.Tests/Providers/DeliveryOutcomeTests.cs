using System.Text;
using ContactRelay.Providers;
using Xunit;

namespace ContactRelay.Tests.Providers;

public sealed class DeliveryOutcomeTests
{
    [Theory]
    [InlineData("x", 512, 512)]
    [InlineData("x", 513, 512)]
    [InlineData("é", 257, 256)]
    [InlineData("😀", 129, 128)]
    [InlineData("x😀", 200, 205)]
    public void Reason_longer_than_512_bytes_is_cut_between_characters(string text, int times, int runes)
    {
        var reason = DeliveryOutcome.Rejected(string.Concat(Enumerable.Repeat(text, times))).Reason!;

        Assert.Equal(runes, reason.EnumerateRunes().Count());
        Assert.InRange(Encoding.UTF8.GetByteCount(reason), 1, DeliveryOutcome.MaxReasonBytes);
        Assert.DoesNotContain(Rune.ReplacementChar, reason.EnumerateRunes());
    }

    [Fact]
    public void Words_of_a_provider_act_on_nothing_that_shows_them()
    {
        const string words = "a\u202Eb\e[2J\nc";
        const string expected = "a\\u202Eb\\u001B[2J c";

        Assert.Equal(expected, DeliveryOutcome.Rejected(words).Reason);
        Assert.Equal(expected, DeliveryOutcome.Throttled(words).Without("key").Reason);
        Assert.Equal(expected, DeliveryOutcome.Delivered(words).RecordId);
        Assert.Equal(DeliveryOutcome.MaxReasonBytes, DeliveryOutcome.NoAnswer(new('\u202E', 500)).Reason!.Length);
    }

    [Fact]
    public void Word_is_the_kind_or_noAnswer()
    {
        Assert.Equal("delivered", DeliveryOutcome.Delivered("1").Word);
        Assert.Equal("ignored", DeliveryOutcome.Ignored("a").Word);
        Assert.Equal("rejected", DeliveryOutcome.Rejected("a").Word);
        Assert.Equal("retryLater", DeliveryOutcome.RetryLater("a").Word);
        Assert.Equal("throttled", DeliveryOutcome.Throttled("a").Word);
        Assert.Equal("unauthorized", DeliveryOutcome.Unauthorized("a").Word);
        Assert.Equal("noAnswer", DeliveryOutcome.NoAnswer("a").Word);
    }
}
