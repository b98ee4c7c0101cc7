using ContactRelay.Intake;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace ContactRelay.Tests.Intake;

/// <summary>Content types as they are, and as senders write them.</summary>
public sealed class MediaTypeTests
{
    [Theory]
    [InlineData("application/json", "application/json", null)]
    [InlineData("Application/JSON; Charset=UTF-8", "application/json", "UTF-8")]
    [InlineData("application/json; charset=utf-8;", "application/json", "utf-8")]
    [InlineData("application/json;", "application/json", null)]
    [InlineData("application/json; ;charset=utf8", "application/json", "utf8")]
    [InlineData("application/json; charset=", "application/json", null)]
    [InlineData("application/json; charset", "application/json", null)]
    [InlineData("application/json; charset = \"utf-8\"", "application/json", "utf-8")]
    [InlineData("application/json; charset='utf-8'", "application/json", "utf-8")]
    [InlineData("application/json, application/json; charset=utf-8", "application/json", "utf-8")]
    [InlineData("application/json,application/json,", "application/json", null)]
    [InlineData(" application/x-ndjson ; x=\"a;b, text/plain\"", "application/x-ndjson", null)]
    public void Parse_reads_it(string header, string name, string? charset) => Assert.Equal(new(name, charset), MediaType.Parse(header));

    [Theory]
    [InlineData("multipart/form-data; boundary=----=_Part_6_1.2", "----=_Part_6_1.2")]
    [InlineData("multipart/form-data; boundary=\"----=_Part_6_1.2\"", "----=_Part_6_1.2")]
    [InlineData("multipart/form-data; boundary=\"a;b\\\"c\"", "a;b\"c")]
    [InlineData("multipart/form-data; BOUNDARY=x; charset=utf-8;", "x")]
    [InlineData("multipart/form-data; boundary=\"unclosed", "unclosed")]
    [InlineData("multipart/form-data; boundary=a,b", "a,b")]
    [InlineData("multipart/form-data", null)]
    [InlineData("multipart/form-data; boundary=", null)]
    public void Parse_finds_the_boundary(string header, string? boundary) => Assert.Equal(boundary, MediaType.Parse(header)!.Boundary);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("json")]
    [InlineData("application/")]
    [InlineData("; charset=utf-8")]
    [InlineData("application/json, text/plain")]
    [InlineData("application/json text/plain")]
    public void Parse_of_no_type_or_of_several_is_null(string? header) => Assert.Null(MediaType.Parse(header));

    [Theory]
    [InlineData(null, true)]
    [InlineData("UTF8", true)]
    [InlineData("us-ascii", true)]
    [InlineData("latin1", false)]
    [InlineData("utf-16", false)]
    public void IsUtf8_is_what_can_be_read_as_that(string? charset, bool isUtf8) => Assert.Equal(isUtf8, new MediaType("application/json", charset).IsUtf8);

    [Fact]
    public void Parse_throws_for_no_text()
    {
        var text = Gen.Elements("application/json", "multipart/form-data", ";", ",", "=", "\"", "\\", " ", "charset", "boundary", "utf-8", "\0", "é", "'").ListOf().Select(string.Concat);

        Prop.ForAll(text.ToArbitrary(), header => _ = MediaType.Parse(header)).QuickCheckThrowOnFailure();
    }
}
