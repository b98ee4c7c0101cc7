using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Contacts;

public sealed class PatchReaderTests
{
    [Theory]
    [InlineData("""{"email":"ada@example.com"}""", "email", "\"ada@example.com\"")]
    [InlineData("""{"email":null}""", "email", "null")]
    [InlineData("""{"firstName":""}""", "firstName", "\"\"")]
    [InlineData("""{"lastName":"Lovelace"}""", "lastName", "\"Lovelace\"")]
    [InlineData("""{"name":"Ada Lovelace"}""", "name", "\"Ada Lovelace\"")]
    [InlineData("""{"phone":"+44 20"}""", "phone", "\"+44 20\"")]
    [InlineData("""{"title":"Dr"}""", "title", "\"Dr\"")]
    [InlineData("""{"jobTitle":"CTO"}""", "jobTitle", "\"CTO\"")]
    [InlineData("""{"company":"Acme"}""", "company", "\"Acme\"")]
    [InlineData("""{"department":"IT"}""", "department", "\"IT\"")]
    [InlineData("""{"industry":"Steam"}""", "industry", "\"Steam\"")]
    [InlineData("""{"birthDate":"1815-12-10"}""", "birthDate", "\"1815-12-10\"")]
    [InlineData("""{"gender":"female"}""", "gender", "\"female\"")]
    [InlineData("""{"maritalStatus":"married"}""", "maritalStatus", "\"married\"")]
    [InlineData("""{"note":"a\nb"}""", "note", "\"a\\nb\"")]
    [InlineData("""{"subscription":"suppressed"}""", "subscription", "\"suppressed\"")]
    [InlineData("""{"tags":["a",7]}""", "tags", "[\"a\",7]")]
    [InlineData("""{"tags":[]}""", "tags", "[]")]
    [InlineData("""{"tags":null}""", "tags", "null")]
    [InlineData("""{"lists":[1,2]}""", "lists", "[1,2]")]
    [InlineData("""{"lists":null}""", "lists", "null")]
    [InlineData("""{"address":{"postalCode":"NW1"}}""", "address.postalCode", "\"NW1\"")]
    [InlineData("""{"address":{"city":null}}""", "address.city", "null")]
    [InlineData("""{"fields":{"leadScore":1.10}}""", "fields.leadScore", "1.10")]
    [InlineData("""{"fields":{"x":null}}""", "fields.x", "null")]
    [InlineData("""{"fields":{"x":true}}""", "fields.x", "true")]
    [InlineData("""{"fields":{"x":[1,"a",false]}}""", "fields.x", "[1,\"a\",false]")]
    [InlineData("""{"fields":{"a.b/c~d e":"x"}}""", "fields.a.b/c~d e", "\"x\"")]
    [InlineData("""{"fields":{"email":"not an address"}}""", "fields.email", "\"not an address\"")]
    [InlineData("""{"fields":{"😀\u0000":1}}""", "fields.😀\0", "1")]
    public void Read_one_field_is_the_one_change(string patch, string path, string json)
    {
        var result = Read(patch);

        Assert.Empty(result.Errors);
        Assert.Null(result.Syntax);
        var (actualPath, value) = Assert.Single(result.Changes!);
        Assert.Equal(path, actualPath);
        Assert.Equal(json, value.Json);
    }

    [Fact]
    public void Read_address_null_clears_each_part()
    {
        var changes = Read("""{"address":null}""").Changes!;

        Assert.Equal(
            ["address.city", "address.country", "address.postalCode", "address.state", "address.street"],
            changes.Paths.Order(StringComparer.Ordinal));
        Assert.All(changes, field => Assert.True(field.Value.IsNull));
    }

    [Fact]
    public void Read_several_fields_keep_their_order()
    {
        var changes = Read("""{"phone":"1","fields":{"z":1,"a":2},"address":{"street":"S","city":"C"},"email":"a@b.c"}""").Changes!;

        Assert.Equal(["phone", "fields.z", "fields.a", "address.street", "address.city", "email"], changes.Paths);
    }

    [Fact]
    public void Read_absent_field_is_not_among_the_changes()
    {
        var changes = Read("""{"firstName":"Ada"}""").Changes!;

        Assert.Null(changes["lastName"]);
        Assert.Null(changes.Text("lastName"));
    }

    [Fact]
    public void Read_white_space_and_byte_order_mark_do_not_matter()
    {
        var result = PatchReader.Read([0xEF, 0xBB, 0xBF, .. " \r\n\t{ \"name\" : \"a\" } \n"u8]);

        Assert.Equal("\"a\"", result.Changes!["name"]!.Json);
    }

    [Theory]
    [InlineData("1.10")]
    [InlineData("-0")]
    [InlineData("1e400")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.1000000000000000055511151231257827021181583404541015625")]
    [InlineData("\"😀 Ω 日本語 \\u0000\\u001f\\\"\\\\\"")]
    [InlineData("[1.10,-0,\"\\u0000\",true]")]
    public void Read_value_survives_being_stored(string json)
    {
        var changes = Read($$$"""{"fields":{"x":{{{json}}}}}""").Changes!;
        var mailbox = new Mailbox { Known = changes };

        var stored = MailboxDocument.Read(MailboxDocument.Write(mailbox));

        Assert.Equal(json, changes["fields.x"]!.Json);
        Assert.Equal(changes, stored.Known);
    }

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("ada+tag@example.co.uk")]
    [InlineData("o'hara@example.com")]
    [InlineData("адрес@example.com")]
    public void Read_email_address_is_taken(string email) =>
        Assert.Equal(email, Read($$"""{"email":"{{email}}"}""").Changes!.Text("email"));

    [Theory]
    [InlineData("subscribed")]
    [InlineData("unsubscribed")]
    [InlineData("unconfirmed")]
    [InlineData("cleaned")]
    [InlineData("complained")]
    [InlineData("suppressed")]
    public void Read_subscription_is_taken(string word) =>
        Assert.Equal(word, Read($$"""{"subscription":"{{word}}"}""").Changes!.Text("subscription"));

    private static PatchResult Read(string json) => PatchReader.Read(Encoding.UTF8.GetBytes(json));
}
