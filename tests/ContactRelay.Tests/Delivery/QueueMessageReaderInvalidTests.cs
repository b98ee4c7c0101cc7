using System.Text;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Delivery;

public sealed class QueueMessageReaderInvalidTests
{
    private const string Start = """{"tenant":"acme","contactId":"42","changes":{"firstName":"A"}""";

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("hello")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("""{"tenant":"acme"}""")]
    [InlineData("""{"contactId":"42"}""")]
    [InlineData("""{"tenant":"","contactId":"42"}""")]
    [InlineData("""{"tenant":"acme","contactId":""}""")]
    [InlineData("""{"tenant":"acme","contactId":42.0}""")]
    [InlineData("""{"tenant":"acme","contactId":4e1}""")]
    [InlineData("""{"tenant":"acme","contactId":true}""")]
    [InlineData("""{"tenant":"acme","contactId":["42"]}""")]
    [InlineData("""[{"tenant":"acme","contactId":"42"},{"tenant":"acme","contactId":"43"}]""")]
    [InlineData("""[]""")]
    [InlineData("""{"tenant":"acme","contactId":"42",}""")]
    [InlineData("""{"tenant":"acme","contactId":"42"/* the contact */}""")]
    [InlineData("""{"tenant":null,"contactId":"42"}""")]
    [InlineData("""{"tenant":"acme","contactId":"42"} {}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","contactId":"43"}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","change":{"firstName":"A"}}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","Changes":{"firstName":"A"}}""")]
    [InlineData("""{"tenant":"\ud800","contactId":"42"}""")]
    [InlineData("""{"tenant":"acme","contactId":"\ud800"}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","\ud800":1}""")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("eyJ0ZW5hbnQiOiJhY21lIn0")]
    public void Read_not_a_message_has_a_problem_and_no_mailbox(string text)
    {
        var message = QueueMessageReader.Read(text);

        Assert.Null(message.Key);
        Assert.Null(message.Update);
        Assert.NotEmpty(message.Problem!);
    }

    [Theory]
    [InlineData("null", "/changes")]
    [InlineData("[]", "/changes")]
    [InlineData("{}", "/changes")]
    [InlineData("\"x\"", "/changes")]
    [InlineData("""{"email":"secret"}""", "/changes/email")]
    [InlineData("""{"firstName":"A","firstName":"B"}""", "/changes/firstName")]
    [InlineData("""{"firstNmae":"secret"}""", "/changes/firstNmae")]
    [InlineData("""{"first_name":"secret"}""", "/changes/first_name")]
    [InlineData("""{"secret":"secret"}""", "/changes/(property 1)")]
    [InlineData("""{"company":"x","secret@example.com":"secret"}""", "/changes/(property 2)")]
    [InlineData("""{"fields":{"x":1,"secret/b":{}}}""", "/changes/fields/(property 2)")]
    [InlineData("""{"firstName":"\ud800"}""", "/changes/firstName")]
    public void Read_bad_changes_name_the_mailbox_and_the_pointer(string changes, string pointer)
    {
        var message = QueueMessageReader.Read($$"""{"tenant":"acme","contactId":"42","changes":{{changes}}}""");

        Assert.Equal(new MailboxKey("acme", "42"), message.Key);
        Assert.Null(message.Update);
        Assert.StartsWith(pointer + ":", message.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("occurredAt", "5")]
    [InlineData("occurredAt", "\"yesterday\"")]
    [InlineData("occurredAt", "\"\"")]
    [InlineData("occurredAt", "\"31/01/2026 12:00\"")]
    [InlineData("occurredAt", "\"2026-02-30T12:00:00Z\"")]
    [InlineData("occurredAt", "\"2026-01-31T12:00:00\"")]
    [InlineData("occurredAt", "\"2026-01-31\"")]
    [InlineData("deliverAt", "true")]
    [InlineData("deliverAt", "\"1769860800\"")]
    [InlineData("insertedAt", "{}")]
    [InlineData("idempotencyKey", "5")]
    [InlineData("tries", "\"1\"")]
    [InlineData("tries", "-1")]
    [InlineData("tries", "1.5")]
    public void Read_bad_option_has_a_problem_that_names_it(string name, string value)
    {
        var message = QueueMessageReader.Read($$"""{{Start}},"{{name}}":{{value}}}""");

        Assert.Null(message.Update);
        Assert.NotNull(message.Problem);
        Assert.Contains(name, message.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_base64_of_what_is_not_utf8_has_a_problem()
    {
        byte[] bytes = [.. """{"tenant":"acme","contactId":"42","changes":{"firstName":"A"""u8, 0xFF, .. "\"}}"u8];

        Assert.NotNull(QueueMessageReader.Read(Convert.ToBase64String(bytes)).Problem);
    }

    [Fact]
    public void Read_nested_deeply_has_a_problem()
    {
        var nested = new StringBuilder().Append('[', 20_000).Append(']', 20_000);

        Assert.NotNull(QueueMessageReader.Read("""{"tenant":"acme","contactId":"42","changes":{"fields":{"x":""" + nested + "}}}").Problem);
        Assert.NotNull(QueueMessageReader.Read(nested.ToString()).Problem);
    }

    [Theory]
    [InlineData("""{"tenant":"acme","contactId":"42","changes":{"firstName":"A"},"occuredAt":"2026-01-31T12:00:00Z"}""", "/occuredAt: There is no such property: it is written occurredAt.")]
    [InlineData(
        """{"tenant":"acme","contactId":"42","changes":{"firstName":"A"},"source":"crm"}""",
        "/(property 4): There is no such property; there are tenant, contactId, changes, occurredAt, deliverAt, idempotencyKey, traceparent.")]
    [InlineData("""{"tenant":"acme","contactId":"42","contactId":"43"}""", "/contactId: The name comes twice.")]
    [InlineData("""{"tenant":"acme","contactId":4.0}""", "/contactId: Must be the contact's id: text, or a whole number without a point and an exponent.")]
    [InlineData("""{"tenant":"acme","ada@example.com":1}""", "/(property 2): There is no such property; there are tenant, contactId, changes, occurredAt, deliverAt, idempotencyKey, traceparent. /contactId: Is missing: the message must name its contactId.")]
    [InlineData("""{"tenant":"acme","contactId":"42"} {}""", "The message is not JSON: line 1, byte 36.")]
    [InlineData("""[{"tenant":"acme"},{"tenant":"acme"}]""", "The message is an array: send one update in a message, or a batch over HTTP.")]
    public void Read_not_a_message_says_what_to_change(string text, string problem) => Assert.Equal(problem, QueueMessageReader.Read(text).Problem);

    [Fact]
    public void Read_not_a_message_points_its_sender_at_what_is_wrong() =>
        Assert.Equal(["/source"], QueueMessageReader.Read("""{"tenant":"acme","contactId":"42","source":"crm"}""").Errors.Select(error => error.Pointer));

    [Theory]
    [InlineData("""{"tenant":"acme","contactId":"42","source":"crm"}""", "acme", "42")]
    [InlineData("""{"tenant":"acme","contactId":42.5}""", "acme", "42.5")]
    [InlineData("""{"tenant":"acme"}""", "acme", "")]
    [InlineData("""{"tenant":" Acme ","contactId":{}}""", "acme", "")]
    [InlineData("""{"Tenant":"ACME","ContactId":"42"}""", "acme", "42")]
    [InlineData("""{"tenant_id":"acme","contact_id":42}""", "acme", "42")]
    [InlineData("""{"tenantId":"other","tenant":"acme","contactId":"42"}""", "acme", "42")]
    [InlineData("""{"changes":{"tenant":"other","contactId":"7"},"tenant":"acme","contactId":"42","x":1}""", "acme", "42")]
    [InlineData("""{"tenant":"acme","contactId":"42","changes":{"firstName":"Ad""", "acme", "42")]
    [InlineData("""{"tenant":"acme","cont""", "acme", "")]
    [InlineData("""{"tenant":"acme","contactId":"42",}""", "acme", "42")]
    [InlineData("""{"tenant":"acme",/* whose */"contactId":"42"}""", "acme", "42")]
    [InlineData("""{'tenant':'acme','contactId':'42'}""", "acme", "42")]
    [InlineData("""{tenant: "acme", contactId: "a 42"}""", "acme", "a 42")]
    [InlineData("tenant=acme&contactId=42&firstName=Ada", "acme", "42")]
    [InlineData("<update><tenant>acme</tenant><contactId>42</contactId></update>", "acme", "42")]
    [InlineData("""{"tenant":"acme","contactId":"42"} {}""", "acme", "42")]
    [InlineData("""[{"tenant":"acme","contactId":"42"},{"tenant":"acme","contactId":"43"}]""", "acme", "43")]
    [InlineData("""{"tenant":"acme","contactId":"42","changes":{"firstName":"\ud800"}}""", "acme", "42")]
    [InlineData("eyJ0ZW5hbnQiOiJhY21lIn0", "acme", "")]
    public void Read_not_a_message_names_its_tenant_all_the_same(string text, string tenant, string contactId)
    {
        var message = QueueMessageReader.Read(text);

        Assert.NotNull(message.Problem);
        Assert.Equal(new MailboxKey(tenant, contactId), message.Named);
    }

    [Theory]
    [InlineData("""{"tenant":"acm""")]
    [InlineData("""{"tenant":"acme""")]
    [InlineData("""{"contactId":"42","changes":{"fields":{"tenant":"acme"}}}""")]
    [InlineData("""{"tenant":""}""")]
    [InlineData("""{"tenant":{"id":"acme"}}""")]
    [InlineData("""{"subtenant":"acme"}""")]
    [InlineData("hello")]
    public void Read_what_names_no_tenant_is_nobodys(string text) => Assert.Null(QueueMessageReader.Read(text).Named);

    [Fact]
    public void Read_in_latin_1_is_refused_and_names_its_tenant()
    {
        var message = QueueMessageReader.Read(Convert.ToBase64String(Encoding.Latin1.GetBytes("""{"tenant":"acme","contactId":"42","changes":{"firstName":"José"}}""")));

        Assert.Equal(("The message is not UTF-8.", new MailboxKey("acme", "42")), (message.Problem, message.Named));
    }
}
