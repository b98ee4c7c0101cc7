using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using Xunit;
using static ContactRelay.Tests.Mailboxes.Given;

namespace ContactRelay.Tests.Mailboxes;

public sealed class BatchTests
{
    [Fact]
    public void Merge_takes_the_newest_value_of_each_field()
    {
        var batch = Merged(Mailbox.Empty.With(
            Update("a", Fields(("email", "1"), ("phone", "1"))), Update("b", Fields(("email", "2"), ("note", "2")))));

        Assert.Equal(["email", "phone", "note"], batch.Patch.Paths);
        Assert.Equal(("2", "1", "2"), (batch.Patch.Text("email"), batch.Patch.Text("phone"), batch.Patch.Text("note")));
    }

    [Fact]
    public void Merge_goes_by_version_and_not_by_arrival()
    {
        var batch = Merged(Mailbox.Empty.With(
            Update("new", Fields(("email", "new"))), Update("old", Fields(("email", "old"))) with { OccurredAt = Noon.AddHours(-1) }));

        Assert.Equal("new", batch.Patch.Text("email"));
        Assert.Equal(["old", "new"], batch.Members.Ids());
    }

    [Fact]
    public void Merge_newer_null_clears()
    {
        var cleared = new ContactFields([KeyValuePair.Create("email", FieldValue.Null)]);

        Assert.Equal(FieldValue.Null, Merged(Mailbox.Empty.With(Update("a"), Update("b", cleared))).Patch["email"]);
    }

    [Fact]
    public void Merge_says_whose_value_it_carries()
    {
        var batch = Merged(Mailbox.Empty.With(Update("a", Fields(("email", "1"), ("phone", "1"))), Update("b")));

        Assert.True(batch.Carries("email", "b"));
        Assert.True(batch.Carries("phone", "a"));
        Assert.False(batch.Carries("email", "a"));
        Assert.False(batch.Carries("phone", "b"));
        Assert.False(batch.Carries("note", "a"));
    }

    [Fact]
    public void Merge_leaves_out_what_was_delivered_in_a_newer_version()
    {
        var mailbox = Mailbox.Empty.With(Update("new")).Delivered()
            .With(Update("old", Fields(("email", "old"), ("phone", "1"))) with { OccurredAt = Noon.AddHours(-1) });

        var batch = Merged(mailbox);

        Assert.Equal(["phone"], batch.Patch.Paths);
        Assert.False(batch.Carries("email", "old"));
    }

    [Fact]
    public void Merge_list_that_replaces_is_replaced()
    {
        var batch = Merged(Mailbox.Empty.With(Update("a", Lists("1", "2")), Update("b", Lists("3"))));

        Assert.Equal("[3]", batch.Patch[CanonicalFields.Lists]!.Json);
    }

    [Fact]
    public void Merge_additive_list_is_the_union_in_order()
    {
        var batch = Merged(Mailbox.Empty.With(Update("a", Tags("x", "y")), Update("b", Tags("y", "z", "x"))));

        Assert.Equal("""["x","y","z"]""", batch.Patch[CanonicalFields.Tags]!.Json);
        Assert.True(batch.Carries(CanonicalFields.Tags, "a") && batch.Carries(CanonicalFields.Tags, "b"));
    }

    [Fact]
    public void Merge_additive_field_older_than_the_delivered_is_sent()
    {
        var mailbox = Mailbox.Empty.With(Update("new", Tags("x"))).Delivered().With(Update("old", Tags("y")) with { OccurredAt = Noon.AddHours(-1) });

        Assert.Equal("""["y"]""", Merged(mailbox).Patch[CanonicalFields.Tags]!.Json);
    }

    [Fact]
    public void Merge_additive_field_that_is_no_list_is_replaced()
    {
        var text = Fields((CanonicalFields.Tags, "vip"));

        Assert.Equal("vip", Merged(Mailbox.Empty.With(Update("a", Tags("x")), Update("b", text))).Patch.Text(CanonicalFields.Tags));
    }

    private static ContactFields Lists(params string[] ids) =>
        new([KeyValuePair.Create(CanonicalFields.Lists, FieldValue.List(ids.Select(FieldValue.Number)))]);

    private static Batch Merged(Mailbox mailbox) =>
        Batch.Merge(mailbox, mailbox.Pending, new("mine", Noon + LeaseTime, Noon, [.. mailbox.Pending.Ids()]), Merge);
}
