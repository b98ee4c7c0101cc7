using System.Text;
using System.Text.Json;
using ContactRelay.Contacts;
using Xunit;

namespace ContactRelay.Tests.Contacts;

public sealed class FieldValueTests
{
    [Theory]
    [InlineData("null", FieldKind.Null)]
    [InlineData("true", FieldKind.Boolean)]
    [InlineData("false", FieldKind.Boolean)]
    [InlineData("1.10", FieldKind.Number)]
    [InlineData("-0", FieldKind.Number)]
    [InlineData("1e400", FieldKind.Number)]
    [InlineData("1E+2", FieldKind.Number)]
    [InlineData("123456789012345678901234567890", FieldKind.Number)]
    [InlineData("\"\"", FieldKind.Text)]
    [InlineData("\"Ωμέγα 日本語 😀\"", FieldKind.Text)]
    [InlineData("\"\\u0000\\u001f\\\"\\\\\\n\\r\\t/<>&'+\"", FieldKind.Text)]
    [InlineData("[]", FieldKind.List)]
    [InlineData("[\"a\",1.10,true,-0,\"\\u0000\"]", FieldKind.List)]
    public void Read_canonical_json_is_kept_to_the_letter(string json, FieldKind kind)
    {
        var value = Read(json);

        Assert.Equal(kind, value.Kind);
        Assert.Equal(json, value.Json);
        Assert.Equal(value, Read(value.Json));
    }

    [Theory]
    [InlineData("\"\\u00e9\\ud83d\\ude00\"", "\"é😀\"")]
    [InlineData("\"\\u0041\\/\\b\\f\"", "\"A/\\u0008\\u000c\"")]
    [InlineData("[ 1 , \"\\u0041\" ]", "[1,\"A\"]")]
    public void Read_other_notation_of_a_text_is_the_same_value(string json, string canonical) =>
        Assert.Equal(canonical, Read(json).Json);

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("\0\u0001\u001f\u007f\u0085\u2028\u2029\ufffe")]
    [InlineData("\"\\\r\n\t\b\f/")]
    [InlineData("😀 é ß Ω 日本語 שלום")]
    public void AsText_of_a_text_is_that_text(string text)
    {
        var value = FieldValue.Text(text);

        Assert.Equal(text, value.AsText());
        Assert.Equal(text, JsonSerializer.Deserialize<string>(value.Json));
    }

    [Fact]
    public void AsList_of_a_list_is_its_items_in_order()
    {
        FieldValue[] items = [FieldValue.Text("a,b\"]"), FieldValue.Number("1.10"), FieldValue.True, FieldValue.Text("😀")];

        var list = FieldValue.List(items);

        Assert.Equal(items, list.AsList());
    }

    [Fact]
    public void AsText_of_another_kind_throws() => Assert.Throws<InvalidOperationException>(() => FieldValue.Number("1").AsText());

    [Fact]
    public void AsList_of_another_kind_throws() => Assert.Throws<InvalidOperationException>(() => FieldValue.Text("a").AsList());

    [Fact]
    public void Equals_compares_the_json_text()
    {
        Assert.Equal(FieldValue.Text("a"), FieldValue.Text("a"));
        Assert.NotEqual(FieldValue.Number("1.0"), FieldValue.Number("1.00"));
        Assert.NotEqual(FieldValue.Text("1"), FieldValue.Number("1"));
    }

    [Fact]
    public void IsNull_only_null_is()
    {
        Assert.True(FieldValue.Null.IsNull);
        Assert.False(FieldValue.Text("").IsNull);
        Assert.False(FieldValue.Text("null").IsNull);
    }

    [Fact]
    public void ToString_shows_no_value() => Assert.Equal("Text", FieldValue.Text("ada@example.com").ToString());

    [Fact]
    public void Read_object_throws() => Assert.Throws<JsonException>(() => Read("{}"));

    private static FieldValue Read(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return FieldValue.Read(ref reader);
    }
}
