using System.Text;
using ContactRelay.Intake.Hooks;
using Xunit;

namespace ContactRelay.Tests.Intake.Hooks;

/// <summary>Bodies whose type is missing, or is what a tool says of every body.</summary>
public sealed class BodyTypeTests : HookTest
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Bearer = """{"scheme":"bearer","contactId":"$.id","changes":{"firstName":"$.a"}}""";

    [Theory]
    [InlineData(null, """{"id":"7","a":"Ada"}""")]
    [InlineData("", "\uFEFF \r\n{\"id\":\"7\",\"a\":\"Ada\"}")]
    [InlineData(null, "id=7&a=Ada")]
    [InlineData(null, "a=Ada&id=7\r\n")]
    [InlineData(Form, """{"id":"7","a":"Ada"}""")]
    [InlineData(Form, """ { "id": 7, "a": "Ada", "x": "1&2=3+4%41" } """)]
    [InlineData("Application/X-WWW-Form-Urlencoded; charset=UTF-8", """{"id":"7","a":"Ada"}""")]
    [InlineData(Form, "%7B%22id%22%3A%227%22%2C%22a%22%3A%22Ada%22%7D")]
    [InlineData(Form, "%7b%22id%22%3a%227%22%2c+%22a%22%3a%22Ada%22%7d=")]
    [InlineData(Form, "id=7&a=Ada")]
    public void Read_takes_a_body_for_what_it_looks_like(string? type, string body)
    {
        var update = Assert.Single(Read(Bearer, type, body).Updates);

        Assert.Equal("7", update.ContactId);
        Assert.Equal("""{"firstName":"Ada"}""", Patch(update));
    }

    [Fact]
    public void Read_takes_a_form_that_is_a_list_for_JSON() => Assert.Equal(
        ["7", "8"],
        Read("""{"scheme":"bearer","each":"$[*]","contactId":"$[0].id","changes":{"firstName":"$[0].a"}}""", Form, """[{"id":7,"a":"A"},{"id":8,"a":"B"}]""")
            .Updates.Select(update => update.ContactId));

    [Theory]
    [InlineData("[0]=7&a=Ada")]
    [InlineData("{x}=7&a=Ada")]
    [InlineData("%7B%22id%22=7&a=Ada")]
    public void Read_leaves_a_form_whose_names_are_odd_a_form(string body)
    {
        var reading = Read(Bearer, Form, body);

        Assert.Null(reading.Problem);
        Assert.Equal("Ada", reading.ReadBody()!["a"]!.ToString());
    }

    [Theory]
    [InlineData(null, """{"id":"7",""")]
    [InlineData(Form, """{"id":"7",""")]
    public void Read_of_JSON_that_breaks_off_says_so(string? type, string body) =>
        Assert.StartsWith("The body is not JSON", Read(Bearer, type, body).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("<xml a='b'/>")]
    [InlineData("a text = another")]
    [InlineData("7")]
    public void Read_of_anything_else_without_a_type_asks_for_one(string body) => Assert.True(Read(Bearer, null, body).IsUnknownType);

    [Theory]
    [InlineData(null, "")]
    [InlineData(Form, "")]
    [InlineData(null, "\r\n")]
    public void Read_of_an_empty_body_is_nothing(string? type, string body) => Assert.True(Assert.Single(Read(Bearer, type, body).Updates).IsNothing);

    private static HookReading Read(string hook, string? type, string body) => HookReading.Read(
        ReadHook(hook), new HookRequest("POST", "https://a.example", name => name == "Content-Type" ? type : null, Encoding.UTF8.GetBytes(body)));
}
