using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Delivery;

public sealed class QueueMessageReaderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"tenant":"acme","contactId":"42"}""")]
    [InlineData("\r\n { \"contactId\" : \"42\", \"tenant\" : \"acme\" } \n")]
    public void Read_wake_up_is_its_mailbox(string text)
    {
        var message = QueueMessageReader.Read(text);

        Assert.Equal(new MailboxKey("acme", "42"), message.Key);
        Assert.Null(message.Update);
        Assert.Null(message.Problem);
        Assert.Equal(0, message.Tries);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("ada@example.com, \\u0041")]
    [InlineData("a\tb")]
    [InlineData("a/b c%?#é😀\"\\")]
    public void Write_wake_up_is_read_again(string contactId)
    {
        var key = new MailboxKey("acme", contactId);

        var read = QueueMessageReader.Read(QueueMessage.Write(new(key, DateTimeOffset.UnixEpoch)));

        Assert.Equal((key, (DateTimeOffset?)null, 0), (read.Key, read.Slot, read.Deferrals));
    }

    [Fact]
    public void Write_wake_up_with_a_slot_is_read_again()
    {
        var slot = new DateTimeOffset(2026, 1, 31, 12, 0, 0, 250, TimeSpan.Zero);

        var read = QueueMessageReader.Read(QueueMessage.Write(new(new("acme", "7"), slot, Slot: slot, Deferrals: 3)));

        Assert.Equal((slot, 3), (read.Slot, read.Deferrals));
    }

    [Fact]
    public void Write_wake_up_has_nothing_but_what_there_is_to_say()
    {
        Assert.Equal("""{"tenant":"acme","contactId":"7"}""", QueueMessage.Write(new(new("acme", "7"), Noon)));
        Assert.Equal(
            $$"""{"tenant":"acme","contactId":"7","slot":"2026-01-31T12:00:00+00:00","deferrals":1,"traceparent":"{{HandlerUnderTest.TraceParent}}"}""",
            QueueMessage.Write(new(new("acme", "7"), Noon, Slot: Noon, Deferrals: 1, TraceParent: HandlerUnderTest.TraceParent)));
    }

    [Fact]
    public void Read_all_that_a_message_may_say_is_no_problem()
    {
        var message = QueueMessageReader.Read(
            $$"""
            {"tenant":"acme","contactId":"42","changes":{"firstName":"A"},"occurredAt":"2026-01-31T12:00:00Z","deliverAt":"2026-01-31T12:00:00Z",
            "idempotencyKey":"k","insertedAt":"2026-01-31T12:00:00Z","tries":0,"slot":"2026-01-31T12:00:00Z","deferrals":0,"traceparent":"{{HandlerUnderTest.TraceParent}}"}
            """);

        Assert.Null(message.Problem);
        Assert.Equal((Noon, (DateTimeOffset?)Noon), (message.Update!.InsertedAt, message.Slot));
        Assert.Equal((0, 0, HandlerUnderTest.TraceParent), (message.Tries, message.Deferrals, message.TraceParent));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331\"")]
    [InlineData("\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-and-more\"")]
    [InlineData("\"00-00000000000000000000000000000000-zzzzzzzzzzzzzzzz-01\"")]
    public void Read_trace_that_cannot_be_read_is_left_out(string trace)
    {
        var message = QueueMessageReader.Read($$"""{"tenant":"acme","contactId":"42","traceparent":{{trace}}}""");

        Assert.Equal((new MailboxKey("acme", "42"), null, null), (message.Key, message.Problem, message.TraceParent));
    }

    [Theory]
    [InlineData("42")]
    [InlineData("0")]
    [InlineData("-7")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    public void Read_contact_id_that_is_a_whole_number_is_that_text(string number)
    {
        var message = QueueMessageReader.Read($$"""{"tenant":"acme","contactId":{{number}},"changes":{"firstName":"A"} }""");

        Assert.Null(message.Problem);
        Assert.Equal(new MailboxKey("acme", number), message.Key);
        Assert.Equal(new MailboxKey("acme", number), QueueMessageReader.Read(message.Again("m", Noon)).Key);
    }

    [Theory]
    [InlineData("\uFEFF{0}")]
    [InlineData(" \r\n{0}\t\n")]
    [InlineData("{0}\0")]
    [InlineData("{0}\0\0\n")]
    [InlineData("[{0}]")]
    [InlineData("\uFEFF\uFEFF[ {0} ]\0")]
    public void Read_with_something_around_it_is_the_same_message(string around)
    {
        const string Text = """{"tenant":"acme","contactId":"42","changes":{"firstName":"Ωμέγα 😀"}}""";
        var text = around.Replace("{0}", Text, StringComparison.Ordinal);

        foreach (var sent in new[] { text, Base64(Encoding.UTF8.GetBytes(text)), JsonText.Quote(text), Base64(Encoding.UTF8.GetBytes(JsonText.Quote(Text))) })
        {
            if (sent.StartsWith('"') && around.Contains('['))
            {
                continue;
            }

            var message = QueueMessageReader.Read(sent);

            Assert.Null(message.Problem);
            Assert.Equal((new MailboxKey("acme", "42"), "Ωμέγα 😀"), (message.Key, message.Update!.Changes.Text("firstName")));
        }
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    [InlineData("utf-8", true)]
    public void Read_base64_in_another_unicode_encoding_is_the_same_message(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("""{"tenant":"acme","contactId":"42","changes":{"firstName":"é😀"}}""")];

        var message = QueueMessageReader.Read(Base64(bytes));

        Assert.Null(message.Problem);
        Assert.Equal("é😀", message.Update!.Changes.Text("firstName"));
    }

    [Fact]
    public void Read_base64_without_padding_or_in_lines_or_for_urls_is_the_same_message()
    {
        var base64 = Base64(Encoding.UTF8.GetBytes("""{"tenant":"acme","contactId":"42","changes":{"firstName":"~~~???é"}}"""));

        foreach (var sent in new[] { base64.TrimEnd('='), base64.Insert(20, "\r\n"), base64.Replace('+', '-').Replace('/', '_') + "\n" })
        {
            Assert.Equal("~~~???é", QueueMessageReader.Read(sent).Update?.Changes.Text("firstName"));
        }
    }

    [Theory]
    [InlineData("Acme")]
    [InlineData(" acme ")]
    [InlineData("ACME\\n")]
    public void Read_tenant_in_another_case_or_with_space_around_it_is_that_tenant(string tenant)
    {
        Assert.Equal("acme", QueueMessageReader.Read($$"""{"tenant":"{{tenant}}","contactId":"42"}""").Key?.Tenant);
        Assert.Equal("acme", QueueMessageReader.Read($$"""{"tenant":"{{tenant}}","contactId":"42","changes":{"firstName":"A"} }""").Key?.Tenant);
    }

    [Theory]
    [InlineData("""{"tenant":5,"contactId":"42"}""", "/tenant: Must be the tenant's id, as text.")]
    [InlineData("""{"contactId":"42"}""", "/tenant: Is missing: the message must name its tenant.")]
    [InlineData("""{"tenant":"acme","contactId":"42","tries":-1,"deferrals":"x"}""", "/tries: Must be a whole number. /deferrals: Must be a whole number.")]
    public void Read_not_a_message_says_why(string text, string problem) => Assert.Equal(problem, QueueMessageReader.Read(text).Problem);

    [Fact]
    public void Read_extra_wake_up_is_what_was_written()
    {
        var text = QueueMessage.Write(new(new("acme", "42"), default, IsBulk: true, IsExtra: true));

        Assert.Equal("""{"tenant":"acme","contactId":"42","extra":true}""", text);
        Assert.Equal((true, new MailboxKey("acme", "42"), null), (QueueMessageReader.Read(text).IsExtra, QueueMessageReader.Read(text).Key, QueueMessageReader.Read(text).Problem));
        Assert.False(QueueMessageReader.Read("""{"tenant":"acme","contactId":"42"}""").IsExtra);
    }

    [Fact]
    public void Read_whole_update_is_its_changes_and_options()
    {
        var message = QueueMessageReader.Read(
            """{"tenant":"acme","contactId":"42","changes":{"firstName":"Ада","fields":{"x":1.10}},"occurredAt":"2026-01-31T12:00:00Z","deliverAt":"2026-01-31T14:30:00.125+02:00","idempotencyKey":"k"}""");

        var update = message.Update!;
        Assert.Null(message.Problem);
        Assert.Equal("Ада", update.Changes.Text("firstName"));
        Assert.Equal("1.10", update.Changes["fields.x"]!.Json);
        Assert.Equal(Noon, update.Options.OccurredAt);
        Assert.Equal(Noon.AddMinutes(30).AddMilliseconds(125), update.Options.DeliverAt);
        Assert.Equal("k", update.Options.IdempotencyKey);
        Assert.True(update.Options.IsQueued);
        Assert.Null(update.InsertedAt);
    }

    [Theory]
    [InlineData("""{"tenant":"acme","contactId":"42"}""")]
    [InlineData("""{"tenant":"acme","contactId":"42","changes":{"firstName":"Ωμέγα 😀"}}""")]
    public void Read_base64_is_the_same_message(string text)
    {
        var plain = QueueMessageReader.Read(text);

        var decoded = QueueMessageReader.Read(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(plain.Key, decoded.Key);
        Assert.Equal(plain.Update?.Changes, decoded.Update?.Changes);
        Assert.Null(decoded.Problem);
    }

    [Fact]
    public void Again_update_keeps_its_text_and_takes_its_id_and_time_along()
    {
        var first = QueueMessageReader.Read("""{"tenant":"acme","contactId":"42","changes":{"firstName":"A","fields":{"x":1.10,"y":null}}}""");

        var second = QueueMessageReader.Read(first.Again("message-1", Noon));
        var third = QueueMessageReader.Read(second.Again("message-2", Noon.AddHours(1)));

        foreach (var (message, tries) in new[] { (second, 1), (third, 2) })
        {
            Assert.Null(message.Problem);
            Assert.Equal(first.Key, message.Key);
            Assert.Equal(first.Update!.Changes, message.Update!.Changes);
            Assert.Equal("message-1", message.Update.Options.IdempotencyKey);
            Assert.Equal(Noon, message.Update.InsertedAt);
            Assert.Equal(tries, message.Tries);
        }
    }

    [Fact]
    public void Again_update_keeps_what_its_sender_said()
    {
        var first = QueueMessageReader.Read(
            """{"tenant":"acme","contactId":"42","changes":{"tags":["é"]},"occurredAt":"2026-01-31T12:00:00.1234567Z","deliverAt":"2026-02-01T00:00:00+02:00","idempotencyKey":"mine"}""");

        var second = QueueMessageReader.Read(first.Again("message-1", Noon));

        Assert.Equal(first.Update!.Options, second.Update!.Options);
        Assert.Equal(first.Update.ChangesJson, second.Update.ChangesJson);
        Assert.Equal(Noon, second.Update.InsertedAt);
    }

    [Fact]
    public void Again_wake_up_stays_one_and_counts()
    {
        var message = QueueMessageReader.Read("""{"tenant":"acme","contactId":"42"}""");
        for (var i = 0; i < 3; i++)
        {
            message = QueueMessageReader.Read(message.Again("message", Noon));
        }

        Assert.Equal(new MailboxKey("acme", "42"), message.Key);
        Assert.Null(message.Update);
        Assert.Equal(3, message.Tries);
    }

    [Theory]
    [InlineData("""{"tenant":"t","changes":{"email":"secret","tags":["secret",1],"a":true,"b":null,"c":{"d":[[2]]}}}""", """{"tenant":"(String)","changes":{"email":"(String)","tags":["(String)","(Number)"],"(property 3)":"(True)","(property 4)":"(Null)","(property 5)":{"(property 1)":[["(Number)"]]}}}""")]
    [InlineData("""{"tenant":"t","ada@example.com":{"Ada":1},"occuredAt":5}""", """{"tenant":"(String)","(property 2)":{"(property 1)":"(Number)"},"occuredAt":"(Number)"}""")]
    [InlineData("\"secret\"", "\"(String)\"")]
    [InlineData("secret", "(6 characters)")]
    [InlineData("{\"secret", "(8 characters)")]
    [InlineData("", "(0 characters)")]
    [InlineData("""{"note":"\ud800"}""", """{"note":"(String)"}""")]
    [InlineData("""{"\ud800":1}""", "(12 characters)")]
    public void Mask_shows_the_shape_and_no_value(string text, string masked) => Assert.Equal(masked, QueueMessageMask.Shape(text));

    [Fact]
    public void Mask_base64_shows_the_shape_of_what_it_holds() =>
        Assert.Equal("""{"note":"(String)"}""", QueueMessageMask.Shape(Convert.ToBase64String("""{"note":"secret"}"""u8)));

    [Fact]
    public void Mask_nested_deeply_shows_its_length() =>
        Assert.Equal("(40000 characters)", QueueMessageMask.Shape(new string('[', 20_000) + new string(']', 20_000)));

    [Theory]
    [InlineData("name")]
    [InlineData("😀")]
    [InlineData("x😀")]
    public void Mask_very_long_is_cut_between_characters(string name)
    {
        var text = "{" + string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"{string.Concat(Enumerable.Repeat(name, 300))}{i}\":1")) + "}";

        var masked = QueueMessageMask.Shape(text);

        Assert.InRange(masked.Length, 1000, 1024);
        Assert.False(char.IsHighSurrogate(masked[^1]));
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);
}
