using ContactRelay.Contacts;
using Xunit;

namespace ContactRelay.Tests.Contacts;

public sealed class ContactIdTests
{
    [Theory]
    [InlineData("4294967668", "4294967668")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%2fb", "a/b")]
    [InlineData("a+b", "a+b")]
    [InlineData("a%20b", "a b")]
    [InlineData("%C3%A9", "é")]
    [InlineData("%F0%9F%98%80", "😀")]
    [InlineData("%00", "\0")]
    [InlineData("%25", "%")]
    [InlineData("", "")]
    public void FromPathSegment_valid_is_decoded_exactly_once(string segment, string expected) =>
        Assert.Equal(expected, ContactId.FromPathSegment(segment));

    [Theory]
    [InlineData("%")]
    [InlineData("a%2")]
    [InlineData("%G1")]
    [InlineData("%1G")]
    [InlineData("% 1")]
    [InlineData("a%%b")]
    public void FromPathSegment_invalid_percent_is_null(string segment) => Assert.Null(ContactId.FromPathSegment(segment));

    [Theory]
    [InlineData("%FF")]
    [InlineData("%C3")]
    [InlineData("%C3a")]
    [InlineData("%C0%AF")]
    [InlineData("%ED%A0%80")]
    [InlineData("%F4%90%80%80")]
    [InlineData("é")]
    public void FromPathSegment_not_utf8_is_null(string segment) => Assert.Null(ContactId.FromPathSegment(segment));

    [Theory]
    [InlineData("1")]
    [InlineData("9007199254740993")]
    [InlineData("...")]
    [InlineData(".a")]
    [InlineData("a/b c%?#é")]
    [InlineData("😀")]
    public void Check_usable_id_is_null(string id) => Assert.Null(ContactId.Check(id));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a\0")]
    [InlineData("a\nb")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    public void Check_unusable_id_points_at_the_id(string id)
    {
        var error = ContactId.Check(id);

        Assert.NotNull(error);
        Assert.Equal("/contactId", error.Pointer);
        Assert.False(error.IsUnmapped);
    }

    [Theory]
    [InlineData('a', 256, false)]
    [InlineData('a', 257, true)]
    [InlineData('é', 128, false)]
    [InlineData('é', 129, true)]
    public void Check_length_counts_bytes_of_utf8(char letter, int count, bool isTooLong) =>
        Assert.Equal(isTooLong, ContactId.Check(new string(letter, count)) is not null);
}
