using ContactRelay.Contacts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ContactRelay.Tests.Contacts;

/// <summary>Times as RFC 3339 has them (https://www.rfc-editor.org/rfc/rfc3339), its own examples among them.</summary>
public sealed class Rfc3339Tests
{
    [Theory]

    // 5.8: "This represents 20 minutes and 50.52 seconds after the 23rd hour of April 12th, 1985 in UTC."
    [InlineData("1985-04-12T23:20:50.52Z", "1985-04-12T23:20:50.5200000+00:00")]

    // 5.8: "This represents 39 minutes and 57 seconds after the 16th hour of December 19th, 1996 with an offset of -08:00 from UTC (Pacific Standard Time)."
    [InlineData("1996-12-19T16:39:57-08:00", "1996-12-19T16:39:57.0000000-08:00")]

    // 5.8: "This represents the leap second inserted at the end of 1990", and "the same leap second in Pacific Standard Time, 8 hours behind UTC".
    [InlineData("1990-12-31T23:59:60Z", "1990-12-31T23:59:59.9990000+00:00")]
    [InlineData("1990-12-31T15:59:60-08:00", "1990-12-31T15:59:59.9990000-08:00")]
    [InlineData("2016-12-31T23:59:60.5Z", "2016-12-31T23:59:59.9990000+00:00")]

    // 5.8: "This represents the same instant of time as noon, January 1, 1937, Netherlands time."
    [InlineData("1937-01-01T12:00:27.87+00:20", "1937-01-01T12:00:27.8700000+00:20")]

    // 5.6: "the "T" and "Z" characters in this syntax may alternatively be lower case "t" or "z" respectively."
    [InlineData("2026-01-31t12:00:00z", "2026-01-31T12:00:00.0000000+00:00")]

    // 5.6: "Applications using this syntax may choose, for the sake of readability, to specify a full-date and full-time separated by (say) a space character."
    [InlineData("2026-01-31 12:00:00Z", "2026-01-31T12:00:00.0000000+00:00")]

    // 5.6: time-secfrac = "." 1*DIGIT
    [InlineData("2026-01-31T12:00:00.123456789Z", "2026-01-31T12:00:00.1230000+00:00")]
    [InlineData("2026-01-31T12:00:00.99999999999999999999999999999999999Z", "2026-01-31T12:00:00.9990000+00:00")]
    [InlineData("2026-01-31T12:00:00.5Z", "2026-01-31T12:00:00.5000000+00:00")]

    // 4.3: "If the time in UTC is known, but the offset to local time is unknown, this can be represented with an offset of "-00:00"."
    [InlineData("2026-01-31T12:00:00-00:00", "2026-01-31T12:00:00.0000000+00:00")]
    [InlineData("2026-01-31T12:00:00+14:00", "2026-01-31T12:00:00.0000000+14:00")]
    [InlineData("2026-01-31T12:00:00+23:59", "2026-01-30T12:01:00.0000000+00:00")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000+00:00")]
    public void Parse_reads_what_the_rfc_has(string text, string expected)
    {
        Assert.Equal(expected, Rfc3339.Parse(text)?.ToString("O"));
        Assert.Equal(expected, Rfc3339.ParseLoosely(text)?.ToString("O"));
        Assert.Equal(expected, Rfc3339.ParseInQuery(text)?.ToString("O"));
        Assert.Equal(expected, Rfc3339.ParseInQuery(text.Replace('+', ' '))?.ToString("O"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-31")]
    [InlineData("2026-01-31T12:00:00")]
    [InlineData("2026-01-31T12:00Z")]
    [InlineData("2026-1-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00.Z")]
    [InlineData("2026-01-31T12:00:00,5Z")]
    [InlineData("2026-01-31T12:00:00+0200")]
    [InlineData("2026-01-31T12:00:00+2:00")]
    [InlineData("2026-01-31T12:00:00+24:00")]
    [InlineData("2026-01-31T12:00:00+01:60")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T12:60:00Z")]
    [InlineData("2026-01-31T12:00:61Z")]
    [InlineData("2026-01-31T12:00:60Z")]
    [InlineData("2026-01-30T23:59:60Z")]
    [InlineData("2026-02-29T12:00:00Z")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("2026-01-31T12:00:00Z\n")]
    [InlineData(" 2026-01-31T12:00:00Z")]
    [InlineData("２026-01-31T12:00:00Z")]
    [InlineData("1769860800")]
    public void Parse_of_anything_else_is_null(string text)
    {
        Assert.Null(Rfc3339.Parse(text));
        Assert.Null(Rfc3339.ParseInQuery(text));
    }

    [Theory]
    [InlineData("2026-01-31 11:59:30", "2026-01-31T11:59:30.0000000+00:00")]
    [InlineData("2026-01-31T11:59", "2026-01-31T11:59:00.0000000+00:00")]
    [InlineData("2026-01-31T11:59:30.1234567890123+0200", "2026-01-31T11:59:30.1230000+02:00")]
    public void ParseLoosely_takes_a_time_without_an_offset_or_seconds(string text, string expected) =>
        Assert.Equal(expected, Rfc3339.ParseLoosely(text)?.ToString("O"));

    [Fact]
    public void Parse_throws_for_no_text()
    {
        var parts = Gen.Elements("2026", "0001", "9999", "-", "01", "12", "31", "T", "t", " ", ":", "00", "59", "60", ".", "999999999999", "Z", "+", "14:00", "23:59", "\0", "é");
        var texts = Gen.OneOf(
            parts.ListOf().Select(string.Concat),
            Gen.Elements("0001-01-01", "9999-12-31", "2026-02-28").SelectMany(date => Gen.Elements("00:00:00", "23:59:60", "23:59:59.999").SelectMany(
                time => Gen.Elements("+", "-").SelectMany(sign => Gen.Elements("00:00", "14:01", "23:59", "99:99").Select(offset => $"{date}T{time}{sign}{offset}")))));

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            _ = (Rfc3339.Parse(text), Rfc3339.ParseInQuery(text), Rfc3339.ParseLoosely(text));
        }).QuickCheckThrowOnFailure();
    }
}
