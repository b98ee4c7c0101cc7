using System.Text;
using ContactRelay.Contacts;
using Xunit;

namespace ContactRelay.Tests.Contacts;

public sealed class PatchReaderSyntaxTests
{
    private const int Deep = 20_000;

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("""{"name":"a" """)]
    [InlineData("""{"name":"a"} x""")]
    [InlineData("""{"name":"a"}{}""")]
    [InlineData("""{"name":"a"},""")]
    [InlineData("""{"name":"a",}""")]
    [InlineData("""{'name':'a'}""")]
    [InlineData("""{"name":a}""")]
    [InlineData("""{"name":"a" /* comment */}""")]
    [InlineData("{\"name\":\"a\nb\"}")]
    [InlineData("""{"name":"\x"}""")]
    [InlineData("""{"fields":{"a":01}}""")]
    [InlineData("""{"fields":{"a":NaN}}""")]
    [InlineData("""{"fields":{"a":.5}}""")]
    [InlineData("""{"fields":{"a":[1}}""")]
    [InlineData("name=a&email=b")]
    [InlineData("<xml/>")]
    public void Read_not_json_is_a_syntax_error(string body)
    {
        var result = PatchReader.Read(Encoding.UTF8.GetBytes(body));

        AssertNotJson(result);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'{', 0xFF, (byte)'}' })]
    [InlineData(new byte[] { (byte)'"', 0xC3, (byte)'"' })]
    [InlineData(new byte[] { (byte)'"', 0xED, 0xA0, 0x80, (byte)'"' })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0 })]
    public void Read_invalid_utf8_is_a_syntax_error(byte[] body) => AssertNotJson(PatchReader.Read(body));

    [Fact]
    public void Read_invalid_utf8_within_a_value_is_a_syntax_error() =>
        AssertNotJson(PatchReader.Read([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    [Fact]
    public void Read_syntax_error_names_its_place_and_no_value()
    {
        var result = PatchReader.Read("{\"name\":\"secret\"\n x}"u8);

        Assert.Contains("line 2", result.Syntax, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Syntax, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"name\":\"a\"}]")]
    [InlineData("null")]
    [InlineData("\"a\"")]
    [InlineData("1")]
    [InlineData("true")]
    public void Read_not_an_object_points_at_the_whole(string body)
    {
        var result = PatchReader.Read(Encoding.UTF8.GetBytes(body));

        Assert.Null(result.Changes);
        Assert.Null(result.Syntax);
        Assert.Equal("", Assert.Single(result.Errors).Pointer);
    }

    [Theory]
    [InlineData("[]x")]
    [InlineData("1 2")]
    public void Read_trailing_characters_after_what_is_no_object_are_a_syntax_error(string body) =>
        AssertNotJson(PatchReader.Read(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"address":{}}""")]
    [InlineData("""{"fields":{}}""")]
    [InlineData("""{"address":{},"fields":{}}""")]
    public void Read_nothing_to_change_points_at_the_whole(string body)
    {
        var result = PatchReader.Read(Encoding.UTF8.GetBytes(body));

        Assert.Null(result.Changes);
        Assert.Equal("", Assert.Single(result.Errors).Pointer);
    }

    [Fact]
    public void Read_nested_deeply_at_the_root_is_refused()
    {
        var result = PatchReader.Read(Encoding.UTF8.GetBytes(Nested()));

        Assert.Equal("", Assert.Single(result.Errors).Pointer);
    }

    [Theory]
    [InlineData("{\"fields\":{\"x\":", "}}", "/fields/x/0")]
    [InlineData("{\"name\":", "}", "/name")]
    [InlineData("{\"address\":", "}", "/address")]
    [InlineData("{\"tags\":", "}", "/tags/0")]
    [InlineData("{\"nonsense\":", "}", "/nonsense")]
    public void Read_nested_deeply_in_a_field_points_at_the_field(string before, string after, string pointer)
    {
        var result = PatchReader.Read(Encoding.UTF8.GetBytes(before + Nested() + after));

        Assert.Null(result.Changes);
        Assert.Equal(pointer, Assert.Single(result.Errors).Pointer);
    }

    [Fact]
    public void Read_nested_deeply_and_never_closed_is_a_syntax_error()
    {
        AssertNotJson(PatchReader.Read(Encoding.UTF8.GetBytes(new string('[', Deep))));
        AssertNotJson(PatchReader.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", Deep)))));
    }

    private static string Nested() => new string('[', Deep) + new string(']', Deep);

    private static void AssertNotJson(PatchResult result)
    {
        Assert.Null(result.Changes);
        Assert.NotNull(result.Syntax);
        Assert.Empty(result.Errors);
    }
}
