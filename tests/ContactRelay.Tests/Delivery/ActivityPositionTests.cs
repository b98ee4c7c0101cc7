using System.Globalization;
using ContactRelay.Delivery;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Delivery;

/// <summary>A place in the index of recent activity as text.</summary>
public sealed class ActivityPositionTests
{
    private static readonly long LastMs = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    [Fact]
    public void Position_is_parsed_as_it_was_written()
    {
        var text = new ActivityPosition(Noon, "abc-1").ToString();

        Assert.Equal(Noon.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) + "-abc-1", text);
        Assert.Equal(new ActivityPosition(Noon, "abc-1"), ActivityPosition.Parse(text));
    }

    [Fact]
    public void Position_at_the_last_millisecond_that_there_is_can_be_parsed()
    {
        Assert.Equal(
            new ActivityPosition(DateTimeOffset.FromUnixTimeMilliseconds(LastMs), "a"), ActivityPosition.Parse($"{LastMs}-a"));
        Assert.Null(ActivityPosition.Parse($"{LastMs + 1}-a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("123")]
    [InlineData("-123")]
    [InlineData("-")]
    [InlineData("+1-a")]
    [InlineData("1.5-a")]
    [InlineData("99999999999999999999-a")]
    public void Anything_else_is_no_position(string text) => Assert.Null(ActivityPosition.Parse(text));
}
