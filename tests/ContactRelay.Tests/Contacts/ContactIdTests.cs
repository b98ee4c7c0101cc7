using ContactRelay.Contacts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ContactRelay.Tests.Contacts;

public sealed class ContactIdTests
{
    private const string Nasty = "/\\%~.:; +?#&=@!$'()*,[]|\"<>^`{}a1é联\u200E\u202E\u2066\uFEFF\uFF0F";

    [Theory]
    [InlineData("4294967668", "4294967668")]
    [InlineData("a+b", "a+b")]
    [InlineData("a b", "a b")]
    [InlineData("é😀", "é😀")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("a~", "a~")]
    [InlineData("~YS9i", "a/b")]
    [InlineData("~YSUyRmI", "a%2Fb")]
    [InlineData("~YVxi", "a\\b")]
    [InlineData("~fmE", "~a")]
    [InlineData("~NDcxMQ", "4711")]
    [InlineData("~bWF0Y2g6eA", "match:x")]
    public void FromSegment_reads_the_plain_and_the_encoded_form(string segment, string expected) =>
        Assert.Equal((expected, null), ContactId.FromSegment(segment));

    [Theory]
    [InlineData("a%2Fb", "'~'")]
    [InlineData("50%", "'~'")]
    [InlineData("%FF", "UTF-8")]
    [InlineData("match:x", "match:")]
    [InlineData("~", "base64url")]
    [InlineData("~a", "base64url")]
    [InlineData("~a/b", "base64url")]
    [InlineData("~a+b", "base64url")]
    [InlineData("~7aCA", "UTF-8")]
    public void FromSegment_of_what_no_host_keeps_apart_says_what_to_send(string segment, string word)
    {
        var (id, wrong) = ContactId.FromSegment(segment);

        Assert.Null(id);
        Assert.Equal("/contactId", wrong?.Pointer);
        Assert.Contains(word, wrong!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4294967668", "4294967668")]
    [InlineData("a b?#é", "a%20b%3F%23%C3%A9")]
    [InlineData("a/b", "~YS9i")]
    [InlineData("a%2Fb", "~YSUyRmI")]
    [InlineData("~a", "~fmE")]
    [InlineData("match:x", "~bWF0Y2g6eA")]
    [InlineData("Match:x", "Match%3Ax")]
    public void ToSegment_encodes_what_a_host_would_lose(string id, string expected) => Assert.Equal(expected, ContactId.ToSegment(id));

    [Fact]
    public void ToSegment_gives_any_id_one_segment_from_which_it_is_read_at_any_host()
    {
        var text = Gen.Elements(Nasty.ToCharArray()).ArrayOf().Select(chars => new string(chars));

        Prop.ForAll(text.Where(id => ContactId.Check(id) is null).ToArbitrary(), id =>
        {
            var sent = new Uri($"https://relay.example/contacts/{ContactId.ToSegment(id)}").AbsolutePath;
            var arrived = Uri.UnescapeDataString(sent["/contacts/".Length..]);
            return !sent.Contains("%2F", StringComparison.Ordinal) && ContactId.FromSegment(arrived) == (id, null);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("9007199254740993")]
    [InlineData("...")]
    [InlineData(".a")]
    [InlineData("a/b c%?#é")]
    [InlineData("😀")]
    [InlineData("a../b..c/...")]
    [InlineData("100%/.5")]
    public void Check_usable_id_is_null(string id) => Assert.Null(ContactId.Check(id));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a\0")]
    [InlineData("a\nb")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    [InlineData("../../admin/users")]
    [InlineData("a/..")]
    [InlineData("a/./b")]
    [InlineData("a\\..\\b")]
    [InlineData("..;x/admin")]
    [InlineData("%2e%2E")]
    [InlineData("a%2f..")]
    [InlineData("%252e%252e%255cb")]
    public void Check_unusable_id_points_at_the_id(string id)
    {
        var error = ContactId.Check(id);

        Assert.NotNull(error);
        Assert.Equal("/contactId", error.Pointer);
        Assert.False(error.IsUnmapped);
    }

    [Fact]
    public void Check_half_of_a_surrogate_pair_points_at_the_id() =>
        Assert.All(["a\ud800", "\udc00a", "\ud83d\ud83d"], id => Assert.Equal("/contactId", ContactId.Check(id)?.Pointer));

    [Theory]
    [InlineData('a', 256, false)]
    [InlineData('a', 257, true)]
    [InlineData('é', 128, false)]
    [InlineData('é', 129, true)]
    public void Check_length_counts_bytes_of_utf8(char letter, int count, bool isTooLong) =>
        Assert.Equal(isTooLong, ContactId.Check(new string(letter, count)) is not null);
}
