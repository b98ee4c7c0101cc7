using ContactRelay.Contacts;
using Xunit;

namespace ContactRelay.Tests.Contacts;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Zoë 联系人 🎈 שלום می\u200Cخواهم 👩\u200D💻")]
    [InlineData("")]
    public void Escape_leaves_words(string text) => Assert.Same(text, PlainText.Escape(text) == text ? text : "changed");

    [Theory]
    [InlineData("a\u202Eb", "a\\u202Eb")]
    [InlineData("\u2066a\u2069", "\\u2066a\\u2069")]
    [InlineData("\u200F\u061C\uFEFF\u200B", "\\u200F\\u061C\\uFEFF\\u200B")]
    [InlineData("\u001b[31mred", "\\u001B[31mred")]
    [InlineData("a\0\u0007\u009b", "a\\u0000\\u0007\\u009B")]
    [InlineData("one\r\ntwo\tthree", "one  two three")]
    [InlineData("a\u2028b\u2029c", "a\\u2028b\\u2029c")]
    [InlineData("\U000E0041", "\\u{E0041}")]
    public void Escape_writes_out_what_acts_on_a_page_or_terminal(string text, string expected)
    {
        Assert.Equal(expected, PlainText.Escape(text));
        Assert.Equal(expected, PlainText.Escape(PlainText.Escape(text)));
    }
}
