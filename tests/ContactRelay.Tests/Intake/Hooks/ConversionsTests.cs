using ContactRelay.Contacts;
using ContactRelay.Intake.Hooks;
using FsCheck;
using FsCheck.Fluent;
using Newtonsoft.Json.Linq;
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
    [InlineData("\"12/31/1990 14:05\"", "MM/dd/yyyy HH:mm", "\"1990-12-31\"")]
    [InlineData("\"1990-12-31T23:30:00.123456789Z\"", null, "\"1990-12-31\"")]
    [InlineData("\"19901231\"", null, "\"1990-12-31\"")]
    [InlineData("\"1899-12-31\"", null, null)]
    [InlineData("\"2101-01-01T00:00:00Z\"", null, null)]
    [InlineData("\"01/01/1800\"", "dd/MM/yyyy", null)]
    [InlineData("\"31/12/1990\"", null, null)]
    [InlineData("\"1990-02-30\"", null, null)]
    [InlineData("\"1990-12-31\"", "dd/MM/yyyy", null)]
    [InlineData("{\"month\":\"12\",\"year\":\"1990\"}", null, null)]
    [InlineData("true", null, null)]
    public void Date_is_as_in_iso_8601(string found, string? format, string? expected) => AssertConverts(new(ConversionKind.Date, format), found, expected);

    [Theory]
    [InlineData("-63158400000", TimeUnit.Milliseconds, "\"1968-01-01\"")]
    [InlineData("63072000000", TimeUnit.Milliseconds, "\"1972-01-01\"")]
    [InlineData("1209600000", TimeUnit.Milliseconds, "\"1970-01-15\"")]
    [InlineData("1209600000", TimeUnit.Seconds, "\"2008-05-01\"")]
    [InlineData("86400000", TimeUnit.Milliseconds, "\"1970-01-02\"")]
    [InlineData("\"-1\"", TimeUnit.Seconds, "\"1969-12-31\"")]
    [InlineData("0", TimeUnit.Seconds, "\"1970-01-01\"")]
    [InlineData("-2208988800", TimeUnit.Seconds, "\"1900-01-01\"")]
    [InlineData("-2208988801", TimeUnit.Seconds, null)]
    [InlineData("4133980799.999", TimeUnit.Seconds, "\"2100-12-31\"")]
    [InlineData("4133980800", TimeUnit.Seconds, null)]
    [InlineData("1.769860770741E12", TimeUnit.Milliseconds, "\"2026-01-31\"")]
    [InlineData("63072000000", TimeUnit.Seconds, null)]
    [InlineData("\"1990-12-31\"", TimeUnit.Milliseconds, "\"1990-12-31\"")]
    [InlineData("99999999999999999999999999999999999", TimeUnit.Seconds, null)]
    [InlineData("1e400", TimeUnit.Milliseconds, null)]
    [InlineData("63072000000", null, "\"1972-01-01\"")]
    [InlineData("-63158400000", null, "\"1968-01-01\"")]
    [InlineData("1209600000", null, null)]
    [InlineData("1769860770", null, null)]
    [InlineData("\"0\"", null, null)]
    [InlineData("5", null, null)]
    [InlineData("99999999999999", null, null)]
    public void Date_of_a_number_is_in_the_unit_that_is_said_or_cannot_be_another(string found, TimeUnit? unit, string? expected) =>
        AssertConverts(new(ConversionKind.Date, Unit: unit), found, expected);

    [Fact]
    public void Date_of_a_number_that_may_be_two_says_what_to_write() =>
        Assert.Contains("date:s or date:ms", Conversions.Run(new(ConversionKind.Date), HookJson.Read("1209600000")).Problem, StringComparison.Ordinal);

    [Fact]
    public void No_converter_throws_for_anything()
    {
        var digits = Gen.Elements("", "-", "+", ".", "e", "E", "0", "9", "63158400000", "1990", "12", "31", "-12-31", "T23:59:60Z", ":", "/", " ", "yes", "١", "\0", "\ud800", "é", "99999999999999999999");
        var text = Gen.OneOf(digits.ListOf().Select(string.Concat), ArbMap.Default.GeneratorFor<string>().Select(any => any ?? ""));
        var number = Gen.OneOf(
            ArbMap.Default.GeneratorFor<long>().Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Gen.Elements("0", "-0", "1e999999999999", "-1E-400", "0.1", "9223372036854775808", "-63158400000"));
        var scalar = Gen.OneOf(
            text.Select(value => (JToken)new JValue(value)), number.Select(value => (JToken)WrittenNumber.Token(value)),
            Gen.Elements<JToken>(new JValue(true), JValue.CreateNull()));
        var parts = scalar.ListOf(3).Select(values => (JToken)new JObject { ["year"] = values[0], ["month"] = values[1], ["day"] = values[2] });
        var question = scalar.ListOf(3).Select(values => (JToken)new JObject
        {
            ["value"] = values[0],
            ["options"] = new JArray(new JObject { ["id"] = values[1], ["text"] = values[2] }, values[2]),
        });
        var item = Gen.OneOf(scalar, parts, question);
        var found = Gen.OneOf(item, item.ListOf().Select(items => (JToken)new JArray(items)));
        var conversion =
            from kind in Gen.Elements(Enum.GetValues<ConversionKind>())
            from format in Gen.Elements(null, "dd/MM/yyyy", "d", "%", "'", "K", "HH:mm zzz")
            from unit in Gen.Elements<TimeUnit?>(null, TimeUnit.Seconds, TimeUnit.Milliseconds)
            select new Conversion(kind, format, unit);

        Prop.ForAll(Gen.Zip(conversion, found).ToArbitrary(), pair =>
        {
            var result = Conversions.Run(pair.Item1, pair.Item2);
            _ = HookTime.ReadEvent(pair.Item2, pair.Item1.Unit);
            return result.Value is null != result.Problem is null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

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
