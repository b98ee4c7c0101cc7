using System.Text;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Checks;
using ContactRelay.Simulation.Providers;
using Xunit;

namespace ContactRelay.Tests.Simulation;

/// <summary>The reference model against contacts that are right and wrong.</summary>
public sealed class ReferenceModelTests
{
    [Fact]
    public void Compare_contact_with_the_newest_delivered_values_and_all_tags_finds_nothing()
    {
        var wrong = ReferenceModel.Compare(
            [
                Update(2, UpdateStatus.Delivered, """{"firstName":"new","tags":["b"]}"""),
                Update(1, UpdateStatus.Delivered, """{"firstName":"old","lastName":"old","tags":["a"]}"""),
                Update(1, UpdateStatus.Superseded, """{"firstName":"older"}"""),
                Update(3, UpdateStatus.Rejected, """{"firstName":"bad"}"""),
            ],
            Contact("new", "old", "a", "b"));

        Assert.Null(wrong);
    }

    [Theory]
    [InlineData("old", "old", "a")]
    [InlineData("new", null, "a")]
    [InlineData("bad", "old", "a")]
    [InlineData("new", "old", null)]
    [InlineData("new", "old", "c")]
    public void Compare_contact_with_other_values_says_what_is_wrong(string? firstName, string? lastName, string? tag)
    {
        var wrong = ReferenceModel.Compare(
            [
                Update(1, UpdateStatus.Delivered, """{"firstName":"old","lastName":"old","tags":["a"]}"""),
                Update(2, UpdateStatus.Delivered, """{"firstName":"new"}"""),
                Update(3, UpdateStatus.Rejected, """{"firstName":"bad"}"""),
            ],
            tag is null ? Contact(firstName, lastName) : Contact(firstName, lastName, tag));

        Assert.NotNull(wrong);
    }

    [Theory]
    [InlineData(true, 2, "unsure", true)]
    [InlineData(true, 0, "unsure", false)]
    [InlineData(false, 2, "unsure", false)]
    [InlineData(true, 2, "sure", true)]
    public void Compare_value_of_a_call_without_an_answer_may_be_there_where_it_is_newer_and_says_so(
        bool isUnknown, int version, string held, bool isRight)
    {
        var wrong = ReferenceModel.Compare(
            [
                Update(1, UpdateStatus.Delivered, """{"firstName":"sure"}"""),
                Update(version, UpdateStatus.Expired, """{"firstName":"unsure"}""", isUnknown),
            ],
            Contact(held, null));

        Assert.Equal(isRight, wrong is null);
    }

    [Fact]
    public void Compare_update_that_was_superseded_by_nothing_says_so()
    {
        var wrong = ReferenceModel.Compare([Update(1, UpdateStatus.Superseded, """{"firstName":"a"}""")], Contact(null, null));

        Assert.NotNull(wrong);
    }

    private static FinalUpdate Update(long version, UpdateStatus status, string json, bool isUnknown = false) =>
        new(new(version, version), status, isUnknown, PatchReader.Read(Encoding.UTF8.GetBytes(json)).Changes!);

    private static ProviderContact Contact(string? firstName, string? lastName, params string[] tags)
    {
        var contact = new ProviderContact();
        foreach (var (name, value) in new[] { ("forename", firstName), ("surname", lastName) })
        {
            if (value is not null)
            {
                contact.Values[name] = value;
            }
        }

        contact.Tags.UnionWith(tags);
        return contact;
    }
}
