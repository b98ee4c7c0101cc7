using ContactRelay.Mailboxes;
using ContactRelay.Tests.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>Which rows a save writes of the settled updates of a contact that has many: the embedded storage keeps eight in each.</summary>
public sealed class SettledPartTests : SettledStorage
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_update_that_is_merely_accepted_does_not_write_the_rows(bool isReopened)
    {
        await SaveManyAsync(isReopened);
        var mailbox = (await Store.LoadAsync(Key, Token)).Mailbox;
        Execute("DELETE FROM settled_parts");
        await SaveAsync(mailbox.With(Given.Update("next")));

        Assert.Equal(0, Rows());
    }

    [Fact]
    public async Task One_that_is_settled_writes_the_last_row_alone()
    {
        await SaveAsync(Settled(Many));
        var mailbox = (await Store.LoadAsync(Key, Token)).Mailbox;
        Execute("DELETE FROM settled_parts");

        await SaveAsync(mailbox.With(Given.Update("next")).Delivered());

        Assert.Equal([2L], Parts());
    }

    [Fact]
    public async Task A_detail_that_goes_for_age_writes_the_row_that_it_was_in()
    {
        await SaveAsync(Settled(Mailbox.MaxDetails + 8));
        var mailbox = (await Store.LoadAsync(Key, Token)).Mailbox;
        Execute("DELETE FROM settled_parts");

        await SaveAsync(mailbox.With(Given.Update("next")).Delivered());

        Assert.Equal([1L, 7L], Parts());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_left_of_it_once_the_contact_is_erased(bool isReopened)
    {
        await SaveManyAsync(isReopened);
        await SaveAsync(Mailbox.Empty with { Erased = new(Storage.Now) });

        Assert.Equal(0, Rows());
        Assert.Empty((await Store.LoadAsync(Key, Token)).Mailbox.Settled);
    }
}
