using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Storage.Tables;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ContactRelay.Tests.Storage.Tables;

public sealed class KeyTextTests
{
    private const int MaxTenantLength = 63;
    private const int MaxKeyLength = 512;
    private const string Nasty = "/\\#?%|'\" \t\n\0\u007F\u0085\uE000\uE02F\uE0FE\uE0FF\uE100ａé联aA-~";

    [Fact]
    public void Escape_leaves_what_a_key_may_hold() =>
        Assert.Equal("Zoë 联系人 🎈 it's \"4294967668\"", KeyText.Escape("Zoë 联系人 🎈 it's \"4294967668\""));

    [Fact]
    public void Escape_leaves_nothing_that_tables_refuse()
    {
        var all = new string([.. Enumerable.Range(0, 0x110).Select(c => (char)c)]);

        var escaped = KeyText.Escape(all);

        Assert.DoesNotContain(escaped, c => char.IsControl(c) || "/\\#?%|".Contains(c, StringComparison.Ordinal));
        Assert.Equal(all.Length, escaped.Length);
        Assert.Equal(all, KeyText.Unescape(escaped));
    }

    [Fact]
    public void Unescape_gives_any_text_back_and_no_two_are_the_same_key()
    {
        var text = Gen.Elements(Nasty.ToCharArray()).ArrayOf().Select(chars => new string(chars));

        Prop.ForAll(
            Gen.Zip(text, text).ToArbitrary(),
            pair => KeyText.Unescape(KeyText.Escape(pair.Item1)) == pair.Item1
                && (pair.Item1 == pair.Item2) == (KeyText.Escape(pair.Item1) == KeyText.Escape(pair.Item2)))
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("%")]
    [InlineData("é")]
    [InlineData("联")]
    [InlineData("\uE000")]
    [InlineData("\uE0FF")]
    [InlineData("🎈")]
    public void Escape_of_the_longest_id_fits_a_key(string unit)
    {
        var id = string.Concat(Enumerable.Repeat(unit, ContactId.MaxBytes / Encoding.UTF8.GetByteCount(unit)));

        var escaped = KeyText.Escape(id);

        Assert.True(MaxTenantLength + 1 + escaped.Length <= MaxKeyLength);
        Assert.True(new TableKey($"{new string('t', MaxTenantLength)}|{escaped}", "mailbox").Fits);
        Assert.Equal(id, KeyText.Unescape(escaped));
    }
}
