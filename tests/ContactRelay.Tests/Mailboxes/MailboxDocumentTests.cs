using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Providers;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class MailboxDocumentTests
{
    private static readonly ContactFields AllKinds = new(
    [
        new("email", FieldValue.Text("Zoë \"Ж\" 中 😀 \\ \n\u0001\u2028</script>")),
        new("fields.long", FieldValue.Number("123456789012345678901234567890")),
        new("fields.exact", FieldValue.Number("1.10")),
        new("fields.exponent", FieldValue.Number("-1.5E+400")),
        new("fields.yes", FieldValue.True),
        new("fields.no", FieldValue.False),
        new("fields.имя с / и \"", FieldValue.Text("")),
        new("phone", FieldValue.Null),
        new("tags", FieldValue.List([FieldValue.Text("a,b"), FieldValue.Number("10.0"), FieldValue.True])),
        new("lists", FieldValue.List([])),
    ]);

    [Fact]
    public void Read_what_was_written_has_the_same_values_in_the_same_order()
    {
        var changes = Again(Mailbox.Empty.With(Update("a", AllKinds))).Pending[0].Changes;

        Assert.Equal(AllKinds.ToArray(), changes.ToArray());
    }

    [Fact]
    public void Read_what_was_written_gives_the_same_document_again()
    {
        var document = MailboxDocument.Write(Everything());

        Assert.Equal(Encoding.UTF8.GetString(document), Encoding.UTF8.GetString(MailboxDocument.Write(MailboxDocument.Read(document))));
    }

    [Fact]
    public void Read_what_was_written_is_the_same_mailbox()
    {
        var mailbox = Everything();

        var read = Again(mailbox);

        // Values that hold collections are compared by those; all the rest is in the equality of the records.
        Assert.Equal(
            (mailbox.Sequence, mailbox.Attempts, mailbox.NextAttemptAt), (read.Sequence, read.Attempts, read.NextAttemptAt));
        Assert.Equal(mailbox.Delivered, read.Delivered);
        Assert.Equal(mailbox.Counts, read.Counts);
        Assert.Equal(mailbox.Known.ToArray(), read.Known.ToArray());
        Assert.Equal(mailbox.Lease!.Members, read.Lease!.Members);
        Assert.Equal(mailbox.Lease, read.Lease with { Members = mailbox.Lease.Members });
        Assert.Equal(mailbox.Pending.Ids(), read.Pending.Ids());
        foreach (var (expected, actual) in mailbox.Pending.Zip(read.Pending))
        {
            Assert.Equal(expected.AttemptNumbers, actual.AttemptNumbers);
            Assert.Equal(expected.FormerIds.IsDefault, actual.FormerIds.IsDefault);
            Assert.Equal(
                expected,
                actual with { FormerIds = expected.FormerIds, Changes = expected.Changes, AttemptNumbers = expected.AttemptNumbers, NotFound = expected.NotFound });
            Assert.Equal(expected.NotFound, actual.NotFound);
        }

        Assert.Equal(mailbox.Settled.Length, read.Settled.Length);
        foreach (var (expected, actual) in mailbox.Settled.Zip(read.Settled))
        {
            Assert.Equal(expected.FormerIds.IsDefault, actual.FormerIds.IsDefault);
            Assert.Equal(expected with { Detail = null }, actual with { FormerIds = expected.FormerIds, Detail = null });
            AssertSame(expected.Detail, actual.Detail);
        }
    }

    [Fact]
    public void Write_is_what_the_serializer_writes()
    {
        // With nothing escaped that need not be: a document is never part of a page.
        var json = new MailboxJson(new JsonSerializerOptions(MailboxJson.Default.Options) { Encoder = JsonText.Compact.Encoder });
        foreach (var mailbox in new[] { Mailbox.Empty, Everything() })
        {
            Assert.Equal(JsonSerializer.Serialize(mailbox, json.Mailbox), Encoding.UTF8.GetString(MailboxDocument.Write(mailbox)));
        }
    }

    [Theory]
    [InlineData(typeof(Mailbox))]
    [InlineData(typeof(PendingUpdate))]
    [InlineData(typeof(SettledUpdate))]
    [InlineData(typeof(SettledDetail))]
    [InlineData(typeof(Attempt))]
    [InlineData(typeof(Lease))]
    [InlineData(typeof(Tombstone))]
    [InlineData(typeof(UpdateVersion))]
    public void Write_leaves_no_property_out(Type type)
    {
        var document = Encoding.UTF8.GetString(MailboxDocument.Write(Everything()));

        Assert.All(
            MailboxJson.Default.GetTypeInfo(type)!.Properties.Where(property => property.Get is not null),
            property => Assert.Contains($"\"{property.Name}\":", document, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_measures_the_document()
    {
        var document = MailboxDocument.Write(Everything());

        Assert.Equal(document.Length, MailboxDocument.Read(document).StoredBytes);
        Assert.DoesNotContain("storedBytes", Encoding.UTF8.GetString(document), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Read_times_are_in_whole_milliseconds() => Assert.Equal(
        Noon.AddMilliseconds(5), Again(Mailbox.Empty with { NextAttemptAt = Noon.AddMilliseconds(5).AddTicks(9_999) }).NextAttemptAt);

    [Fact]
    public void Write_empty_mailbox_is_small()
    {
        // 81 bytes, of which the names of the empty parts are most.
        Assert.InRange(MailboxDocument.Write(Mailbox.Empty).Length, 2, 100);
    }

    [Fact]
    public void Write_small_update_costs_little()
    {
        var empty = MailboxDocument.Write(Mailbox.Empty).Length;
        var pending = Mailbox.Empty.With(Update("0198f3a1c5d27e6b9a4c0f1e2d3b4a59", Fields(("email", "jane@example.com"))));

        Assert.InRange(MailboxDocument.Write(pending).Length - empty, 1, 300);
        Assert.InRange(MailboxDocument.Write(pending.Delivered()).Length - empty, 1, 600);
    }

    [Fact]
    public void Write_keeps_values_readable_for_people()
    {
        var document = Encoding.UTF8.GetString(MailboxDocument.Write(Mailbox.Empty.With(Update("a", Fields(("email", "Жé中"))))));

        Assert.Contains("\"Жé中\"", document, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_keeps_reasons_readable_for_people()
    {
        var refused = Mailbox.Empty.With(Update("a")).Called(DeliveryOutcome.Rejected("Плохо")).Mailbox;

        Assert.Contains("\"Плохо\"", Encoding.UTF8.GetString(MailboxDocument.Write(refused)), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_settled_update_holds_no_value() => Assert.DoesNotContain(
        "a@example.com", Encoding.UTF8.GetString(MailboxDocument.Write(Mailbox.Empty.With(Update("a")).Delivered())), StringComparison.Ordinal);

    [Fact]
    public void Read_properties_of_a_later_version_are_passed_over()
    {
        var document = JsonNode.Parse(MailboxDocument.Write(Everything()))!;
        document["erasedAt"] = new JsonObject { ["a"] = new JsonArray(1, null, "x") };
        document["pending"]![0]!["bulk"] = true;
        document["settled"]![0]!["later"] = new JsonArray();
        document["lease"]!["slot"] = 5;

        var read = MailboxDocument.Read(Encoding.UTF8.GetBytes(document.ToJsonString()));

        Assert.Equal(Everything().Pending.Ids(), read.Pending.Ids());
        Assert.Equal("mine", read.Lease?.Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("not JSON")]
    [InlineData("""{"pending":[{}]}""")]
    [InlineData("""{"pending":null}""")]
    [InlineData("""{"sequence":"x"}""")]
    [InlineData("""{"sequence":1.5}""")]
    [InlineData("""{"known":5}""")]
    [InlineData("""{"known":{"a":{}}}""")]
    [InlineData("""{"known":[1,2]}""")]
    [InlineData("""{"counts":{"Nope":1}}""")]
    [InlineData("""{"nextAttemptAt":"noon"}""")]
    [InlineData("""{"nextAttemptAt":99999999999999999}""")]
    [InlineData("""{"known":null}""")]
    [InlineData("""{"delivered":null}""")]
    [InlineData("""{"counts":null}""")]
    public void Read_anything_else_throws(string text) =>
        Assert.ThrowsAny<JsonException>(() => MailboxDocument.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("null", "null")]
    [InlineData("""{"nextAttemptAt":253402300800000}""", "out of range")]
    [InlineData("""{"nextAttemptAt":-62135596800001}""", "out of range")]
    public void Read_anything_else_says_what_is_wrong(string text, string word) => Assert.Contains(
        word, Assert.ThrowsAny<JsonException>(() => MailboxDocument.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("253402300799999")]
    [InlineData("-62135596800000")]
    public void Read_takes_every_time_there_is(string unixMs) => Assert.Equal(
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(unixMs, CultureInfo.InvariantCulture)),
        MailboxDocument.Read(Encoding.UTF8.GetBytes($$"""{"nextAttemptAt":{{unixMs}}}""")).NextAttemptAt);

    [Theory]
    [InlineData("pending")]
    [InlineData("settled")]
    [InlineData("delivered")]
    [InlineData("known")]
    [InlineData("counts")]
    [InlineData("attemptLog")]
    public void Read_document_without_a_part_has_it_empty(string part)
    {
        // What a later version adds is absent from every document of an earlier one.
        var document = JsonNode.Parse(MailboxDocument.Write(Mailbox.Empty))!.AsObject();
        document.Remove(part);

        var read = MailboxDocument.Read(Encoding.UTF8.GetBytes(document.ToJsonString()));

        Assert.Equal(UpdateStatus.Delivered, read.With(Update("a")).Delivered().StatusOf("a"));
        Assert.Empty(read.Known);
    }

    private static Mailbox Again(Mailbox mailbox) => MailboxDocument.Read(MailboxDocument.Write(mailbox));

    /// <summary>A mailbox with each status, each kind of value, attempts, a lease and a time to wait for.</summary>
    private static Mailbox Everything()
    {
        var (leased, _) = Mailbox.Empty
            .With(Update("old") with { NotFound = ["fields.имя \"", "phone"] }, Update("new") with { KeyHash = "key" }).Delivered()
            .With(Update("at once") with { OccurredAt = Noon.AddHours(-1) })
            .With(Update("bad")).Called(DeliveryOutcome.Rejected("Плохо: \"x\"")).Mailbox
            .With(Update("archived")).Called(DeliveryOutcome.Ignored("Archived.")).Mailbox
            .With(Update("dead")).Called(DeliveryOutcome.NoAnswer("Silence."), Noon + MaxAge + Minute).Mailbox
            .With(Update("alone 1", AllKinds) with { KeyHash = "key 1" }, Update("alone 2"))
            .Called(DeliveryOutcome.Rejected("Bad."), Noon + MaxAge + Minute + Minute).Mailbox
            .Called(DeliveryOutcome.NoAnswer("Silence."), Noon.AddHours(2)).Mailbox
            .With(Update("later") with { DeliverAt = Noon.AddDays(9) })
            .Started(Noon.AddHours(3));
        return leased with
        {
            Pending = leased.Pending.SetItem(0, leased.Pending[0] with { FormerIds = ["before"], RedrivenAt = Noon, IsBulk = true, NotFound = ["lastName"] }),
            Settled = leased.Settled.SetItem(0, leased.Settled[0] with { FormerIds = ["before"], Detail = leased.Settled[0].Detail! with { RecordId = "7", DeliverAt = Noon } }),
            Known = AllKinds,
            Erased = new(Noon),
            NextAttemptAt = Noon.AddHours(4),
        };
    }

    private static void AssertSame(SettledDetail? expected, SettledDetail? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is null || actual is null)
        {
            return;
        }

        Assert.Equal(expected.Fields, actual.Fields);
        Assert.Equal(expected.Overtaken, actual.Overtaken);
        Assert.Equal(expected.Attempts, actual.Attempts);
        Assert.Equal(expected.NotFound, actual.NotFound);
        Assert.Equal(expected, actual with { Fields = expected.Fields, Overtaken = expected.Overtaken, Attempts = expected.Attempts, NotFound = expected.NotFound });
    }
}
