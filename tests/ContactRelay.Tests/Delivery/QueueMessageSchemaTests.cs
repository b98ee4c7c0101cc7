using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContactRelay.Delivery;
using ContactRelay.Functions.OpenApi;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>What docs/ says of a message on the queue is what is read of it.</summary>
public sealed partial class QueueMessageSchemaTests(JsonSchemas schemas)
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    // As changes of a message that is right otherwise.
    private static readonly string[] RightChanges =
    [
        """{"firstName":"Ada"}""", """{"firstName":null}""", """{"email":"ada@example.com"}""", """{"email":null}""", """{"address":{"city":"Cape Town"}}""",
        """{"address":null}""", """{"subscription":"unsubscribed"}""", """{"tags":["vip",7]}""", """{"tags":[]}""", """{"tags":null}""", """{"lists":[3]}""",
        """{"lists":null}""", """{"fields":{"leadScore":1.10,"a b/c":"x","no":false,"gone":null,"many":["x",1,true]}}""", """{"birthDate":"1815-12-10","note":"é😀"}""",
    ];

    private static readonly string[] WrongChanges =
    [
        "{}", "null", "[]", "\"x\"", """{"firstName":1}""", """{"firstName":["x"]}""", """{"unknown":"x"}""", """{"FirstName":"x"}""", """{"email":"x"}""",
        """{"email":""}""", """{"address":"x"}""", """{"address":{"planet":"Mars"}}""", """{"address":{"city":1}}""", """{"subscription":"maybe"}""",
        """{"subscription":null}""", """{"tags":"vip"}""", """{"tags":[""]}""", """{"tags":[1.5]}""", """{"tags":[null]}""", """{"lists":["3"]}""",
        """{"lists":[3.5]}""", """{"fields":null}""", """{"fields":{"":1}}""", """{"fields":{"a":{}}}""", """{"fields":{"a":[[1]]}}""", """{"fields":{"a":[null]}}""",
    ];

    private static readonly string[] RightMessages =
    [
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occurredAt":"2026-01-31T12:00:00Z"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occurredAt":"2026-01-31t12:00:00.1234567z"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occurredAt":"2026-01-31 12:00:00Z"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occurredAt":"2026-01-31T12:00:00.123456789Z"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"deliverAt":"2026-01-31T14:00:00.125+02:00"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"idempotencyKey":"k"}""",
        """{"tenant":"acme","contactId":4711,"changes":{"note":"x"}}""",
        """{"tenant":"acme","contactId":123456789012345678901234567890,"changes":{"note":"x"}}""",
        """{"tenant":"acme","contactId":"a/b c%?#é😀","changes":{"note":"x"}}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"traceparent":"of some other system"}""",
    ];

    private static readonly string[] WrongMessages =
    [
        "{}", "[]", "7", """{"contactId":"4711","changes":{"note":"x"}}""", """{"tenant":"acme","changes":{"note":"x"}}""",
        """{"tenant":"","contactId":"4711","changes":{"note":"x"}}""", """{"tenant":"acme","contactId":"","changes":{"note":"x"}}""",
        """{"tenant":"acme","contactId":4711.5,"changes":{"note":"x"}}""", """{"tenant":"acme","contactId":true,"changes":{"note":"x"}}""", """{"tenant":7,"contactId":"4711","changes":{"note":"x"}}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occuredAt":"2026-01-31T12:00:00Z"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occurredAt":"yesterday"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occurredAt":"2026-01-31"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occurredAt":"2026-01-31T12:00:00"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occurredAt":"2026-02-30T12:00:00Z"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"occurredAt":null}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"deliverAt":1769860800}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"idempotencyKey":7}""",
    ];

    // What the schema cannot say, and docs/queue.md says.
    private static readonly string[] WrongToTheReaderAlone =
    [
        """{"tenant":"acme","contactId":4711.0,"changes":{"note":"x"}}""", """{"tenant":"acme","contactId":4e3,"changes":{"note":"x"}}""",
        Message("""{"lists":[7.0]}"""), Message("""{"tags":[1e2]}"""), Message("""{"address":{}}"""), Message("""{"fields":{}}"""),
    ];

    // What is no sender's business, or is looked at when the message is accepted.
    private static readonly string[] WrongToTheSchemaAlone =
    [
        """{"tenant":"acme","contactId":"4711"}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"insertedAt":"2026-01-31T12:00:00Z","tries":1}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"idempotencyKey":""}""",
        """{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"traceparent":null}""",
        $$"""{"tenant":"acme","contactId":"4711","changes":{"note":"x"},"idempotencyKey":"{{new string('k', 256)}}"}""",
    ];

    private static string Schema => File.ReadAllText(Path.Combine(Docs, "queue-message.schema.json"));

    [Fact]
    public Task Schema_and_reader_agree_on_what_is_right() => AssertAsync([.. RightChanges.Select(Message), .. RightMessages], isRight: true, isReadable: true);

    [Fact]
    public Task Schema_and_reader_agree_on_what_is_wrong() => AssertAsync([.. WrongChanges.Select(Message), .. WrongMessages], isRight: false, isReadable: false);

    [Fact]
    public Task Reader_refuses_what_a_schema_cannot_say() => AssertAsync(WrongToTheReaderAlone, isRight: true, isReadable: false);

    [Fact]
    public Task Schema_refuses_what_senders_have_no_use_for() => AssertAsync(WrongToTheSchemaAlone, isRight: false, isReadable: true);

    [Fact]
    public void Reader_refuses_a_name_that_comes_twice() =>
        Assert.NotNull(QueueMessageReader.Read("""{"tenant":"acme","contactId":"4711","changes":{"note":"x","note":"y"}}""").Problem);

    [Fact]
    public void Schema_has_the_fields_that_there_are() =>
        Assert.True(JsonNode.DeepEquals(ChangesSchema.Build(), JsonNode.Parse(Schema)!["$defs"]!["changes"]), "Update $defs/changes of docs/queue-message.schema.json.");

    [Fact]
    public Task Examples_are_right() => AssertAsync(
        [
            .. JsonNode.Parse(Schema)!["examples"]!.AsArray().Select(example => example!.ToJsonString()),
            .. from file in new[] { Path.Combine(Docs, "queue.md"), Path.Combine(Repository.Root, "README.md") }
               from Match message in Messages().Matches(File.ReadAllText(file))
               select message.Value,
        ],
        isRight: true,
        isReadable: true);

    [Fact]
    public void Read_message_of_48_KiB_that_base64_makes_64_of_is_an_update()
    {
        var frame = Message("""{"note":""}""");
        var text = Message($$"""{"note":"{{new string('x', (48 * 1024) - frame.Length)}}"}""");
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

        Assert.Equal(64 * 1024, base64.Length);
        Assert.NotNull(QueueMessageReader.Read(base64).Update);
    }

    private static string Message(string changes) => $$"""{"tenant":"acme","contactId":"4711","changes":{{changes}}}""";

    private async Task AssertAsync(IReadOnlyList<string> messages, bool isRight, bool isReadable)
    {
        var errors = await schemas.CheckAsync(Schema, messages.Select(message => ("#", message)));

        Assert.NotEmpty(messages);
        var other = messages.Zip(errors)
            .Where(pair => pair.Second.Count == 0 != isRight || QueueMessageReader.Read(pair.First).Problem is null != isReadable)
            .Select(pair => $"{pair.First}: schema {string.Join("; ", pair.Second)}; reader {QueueMessageReader.Read(pair.First).Problem}")
            .ToArray();
        Assert.True(other.Length == 0, string.Join('\n', other));
    }

    // Whole messages: those with a key.
    [GeneratedRegex("""\{\s*"tenant":[^`]*?"idempotencyKey":\s*"[^"]*"\s*\}""")]
    private static partial Regex Messages();
}
