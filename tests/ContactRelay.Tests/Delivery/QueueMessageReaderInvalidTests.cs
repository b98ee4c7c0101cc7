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
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("""{"tenant":"acme"}""")]
    [InlineData("""{"contactId":"42"}""")]
    [InlineData("""{"tenant":"","contactId":"42"}""")]
    [InlineData("""{"tenant":"acme","contactId":""}""")]
    [InlineData("""{"tenant":"acme","contactId":42}""")]
    [InlineData("""{"tenant":null,"contactId":"42"}""")]
    [InlineData("""{"tenant":"acme","contactId":"42"} {}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","contactId":"43"}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","change":{"firstName":"A"}}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","Changes":{"firstName":"A"}}""")]
    [InlineData("""{"tenant":"\ud800","contactId":"42"}""")]
    [InlineData("""{"tenant":"acme","contactId":"\ud800"}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","\ud800":1}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","changes":{"firstName":"A","firstName":"B"}}""")]
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
    [InlineData("""{"nonsense":"secret"}""", "/changes/nonsense")]
    [InlineData("""{"fields":{"a/b":{}}}""", "/changes/fields/a~1b")]
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
}
