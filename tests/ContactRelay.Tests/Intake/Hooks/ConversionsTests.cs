using ContactRelay.Contacts;
using ContactRelay.Intake.Hooks;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>What is made of the values that forms hold.</summary>
public sealed class ConversionsTests
{
    private const string Question = """{"value":VALUE,"options":[{"id":"a","text":"Gardens"},{"id":"b","text":"Kitchens"},{"id":"a","text":"twice"},{"id":"c"}]}""";

    [Theory]
    [InlineData("\"42\"", "42")]
    [InlineData("\" -1.10 \"", "-1.10")]
    [InlineData("\"+007\"", "7")]
    [InlineData("\"000\"", "0")]
    [InlineData("\".5\"", "0.5")]
    [InlineData("\"1e3\"", "1e3")]
    [InlineData("\"12345678901234567890123\"", "12345678901234567890123")]
    [InlineData("1.10", "1.10")]
    [InlineData("\" \"", null)]
    [InlineData("\"1,5\"", null)]
    [InlineData("\"1.\"", null)]
    [InlineData("\".\"", null)]
    [InlineData("\"-\"", null)]
    [InlineData("\"0x10\"", null)]
    [InlineData("\"١\"", null)]
    [InlineData("\"NaN\"", null)]
    [InlineData("true", null)]
    [InlineData("{\"a\":1}", null)]
    public void Number_keeps_the_digits_of_the_text(string found, string? expected) => AssertConverts(new(ConversionKind.Number), found, expected);

    [Theory]
    [InlineData("\"Yes\"", "true")]
    [InlineData("\"on\"", "true")]
    [InlineData("\"TRUE\"", "true")]
    [InlineData("1", "true")]
    [InlineData("true", "true")]
    [InlineData("\"no\"", "false")]
    [InlineData("0", "false")]
    [InlineData("false", "false")]
    [InlineData("[\"yes\",\"no\"]", "[true,false]")]
    [InlineData("2", null)]
    [InlineData("\"maybe\"", null)]
    [InlineData("[\"yes\",\"maybe\"]", null)]
    public void Boolean_is_yes_or_no_in_the_words_of_forms(string found, string? expected) => AssertConverts(new(ConversionKind.Boolean), found, expected);

    [Theory]
    [InlineData("\"1990-12-31\"", null, "\"1990-12-31\"")]
    [InlineData("\"1990/12/31\"", null, "\"1990-12-31\"")]
    [InlineData("\"1990-12-31T23:30:00Z\"", null, "\"1990-12-31\"")]
    [InlineData("\"1990-12-31T23:30:00-05:00\"", null, "\"1990-12-31\"")]
    [InlineData("\"1990-12-31 10:00:00\"", null, "\"1990-12-31\"")]
    [InlineData("{\"month\":\"2\",\"day\":\"3\",\"year\":\"1990\"}", null, "\"1990-02-03\"")]
    [InlineData("{\"day\":31,\"month\":12,\"year\":1990}", "dd/MM/yyyy", "\"1990-12-31\"")]
    [InlineData("662601600000", null, "\"1990-12-31\"")]
    [InlineData("\"31/12/1990\"", "dd/MM/yyyy", "\"1990-12-31\"")]
    [InlineData("\"December 31, 1990\"", "MMMM d, yyyy", "\"1990-12-31\"")]
    [InlineData("\"31/12/1990\"", null, null)]
    [InlineData("\"1990-02-30\"", null, null)]
    [InlineData("\"1990-12-31\"", "dd/MM/yyyy", null)]
    [InlineData("{\"month\":\"12\",\"year\":\"1990\"}", null, null)]
    [InlineData("true", null, null)]
    public void Date_is_as_in_iso_8601(string found, string? format, string? expected) => AssertConverts(new(ConversionKind.Date, format), found, expected);

    [Theory]
    [InlineData("[\"a\",\"b\"]", "[\"Gardens\",\"Kitchens\"]")]
    [InlineData("[\"b\",\"of my own\"]", "[\"Kitchens\",\"of my own\"]")]
    [InlineData("\"a\"", "[\"Gardens\"]")]
    [InlineData("null", "[null]")]
    [InlineData("[]", "[]")]
    public void Labels_are_the_texts_of_the_options_that_were_chosen(string value, string expected) =>
        AssertConverts(new(ConversionKind.Labels), Question.Replace("VALUE", value, StringComparison.Ordinal), expected);

    [Theory]
    [InlineData("[\"a\"]")]
    [InlineData("\"a\"")]
    [InlineData("{\"value\":\"a\"}")]
    [InlineData("{\"value\":\"a\",\"options\":5}")]
    public void Labels_of_what_is_no_question_are_refused(string found) => AssertConverts(new(ConversionKind.Labels), found, null);

    [Theory]
    [InlineData(ConversionKind.Trim, "[\" a \",1.10]", "[\"a\",1.10]")]
    [InlineData(ConversionKind.Lower, "\"ÄB\"", "\"äb\"")]
    [InlineData(ConversionKind.First, "[null,\"\",\"b\"]", "\"b\"")]
    [InlineData(ConversionKind.First, "\"a\"", "\"a\"")]
    public void Texts_are_trimmed_lowered_and_the_first_is_taken(ConversionKind kind, string found, string expected) =>
        AssertConverts(new(kind), found, expected);

    private static void AssertConverts(Conversion conversion, string found, string? expected)
    {
        var result = Conversions.Run(conversion, HookJson.Read(found));

        Assert.Equal(expected is null, result.Problem is not null);
        Assert.Equal(
            expected, result.Value is { } value ? System.Text.Encoding.UTF8.GetString(JsonText.Write(writer => HookJson.Write(writer, value))) : null);
    }
}
