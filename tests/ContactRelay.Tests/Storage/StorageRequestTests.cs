using ContactRelay.Mailboxes;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>How many requests to the storage an update costs, from its acceptance to its delivery, the host's own among them.</summary>
public sealed class StorageRequestTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("warm-up")]
    [InlineData("new")]
    public async Task An_update_accepted_and_delivered_by_one_instance_takes_seven(string contactId)
    {
        await using var relay = new RelayOnAzurite(await azurite.NewAccountAsync());
        await relay.AcceptAsync("warm-up", "Ada");
        await relay.DeliverAsync();
        var before = relay.Requests;

        await relay.AcceptAsync(contactId, "Grace");
        await relay.DeliverAsync();

        // load, save, send; dequeue, save with the lease, settle, delete
        Assert.Equal(7, relay.Requests - before);
        Assert.Equal(2, relay.Calls);
        Assert.True(await relay.IsIdleAsync());
    }

    [Theory]
    [InlineData("off", 7)]
    [InlineData("on", 8)]
    public async Task Where_contacts_are_new_and_instances_share_the_work_it_takes_seven_and_one_for_the_activity(string activity, int requests)
    {
        var connection = await azurite.NewAccountAsync();
        await using var accepting = new RelayOnAzurite(connection, activity);
        await using var delivering = new RelayOnAzurite(connection, activity);
        for (var contact = 0; contact < 4; contact++)
        {
            await accepting.AcceptAsync($"warm-up {contact}", "Ada");
            await delivering.DeliverAsync();
        }

        var before = accepting.Requests + delivering.Requests;
        await accepting.AcceptAsync("new", "Grace");
        await delivering.DeliverAsync();

        // save, send; dequeue, load, save with the lease, settle, delete
        Assert.Equal(requests, accepting.Requests + delivering.Requests - before);
        Assert.Equal(5, delivering.Calls);
    }

    [Fact]
    public async Task What_is_counted_here_is_what_Azurite_logs()
    {
        var connection = await azurite.NewAccountAsync();
        await using var relay = new RelayOnAzurite(connection);
        await relay.AcceptAsync("warm-up", "Ada");
        await relay.DeliverAsync();
        var logged = await azurite.CountRequestsAsync(connection);
        Assert.Equal(relay.Requests, logged);

        await relay.AcceptAsync("new", "Grace");
        await relay.DeliverAsync();

        Assert.Equal(7, await azurite.CountRequestsAsync(connection) - logged);
    }

    [Fact]
    public async Task Recent_activity_takes_one_more_and_none_where_nothing_is_settled()
    {
        await using var relay = new RelayOnAzurite(await azurite.NewAccountAsync(), activity: "on");
        await relay.AcceptAsync("warm-up", "Ada");
        await relay.DeliverAsync();
        var before = relay.Requests;

        await relay.AcceptAsync("1", "Grace");
        Assert.Equal(3, relay.Requests - before);
        await relay.DeliverAsync();

        Assert.Equal(8, relay.Requests - before);
    }

    [Fact]
    public async Task An_update_delivered_by_another_instance_takes_one_more_to_load_the_mailbox()
    {
        var connection = await azurite.NewAccountAsync();
        await using var accepting = new RelayOnAzurite(connection);
        await using var delivering = new RelayOnAzurite(connection);
        await accepting.AcceptAsync("1", "Ada");
        await delivering.DeliverAsync();
        var before = accepting.Requests + delivering.Requests;

        await accepting.AcceptAsync("1", "Grace");
        await delivering.DeliverAsync();

        Assert.Equal(8, accepting.Requests + delivering.Requests - before);
        Assert.Equal(2, delivering.Calls);
    }

    [Fact]
    public async Task An_update_that_comes_on_the_queue_takes_six_once_it_is_there()
    {
        await using var relay = new RelayOnAzurite(await azurite.NewAccountAsync());
        await relay.AcceptAsync("warm-up", "Ada");
        await relay.DeliverAsync();
        await relay.EnqueueAsync("""{"tenant":"acme","contactId":"1","changes":{"firstName":"Grace"}}""");
        var before = relay.Requests;

        await relay.DeliverAsync();

        // dequeue, load, save, save with the lease, settle, delete
        Assert.Equal(6, relay.Requests - before);
        Assert.Equal(2, relay.Calls);
    }

    [Fact]
    public async Task Updates_that_one_call_delivers_leave_messages_that_find_nothing()
    {
        await using var relay = new RelayOnAzurite(await azurite.NewAccountAsync());
        await relay.AcceptAsync("1", "Ada");
        await relay.AcceptAsync("1", "Grace");

        await relay.DeliverAsync();
        await relay.DeliverAsync();

        Assert.Equal(1, relay.Calls);
        Assert.True(await relay.IsIdleAsync());
    }

    [Fact]
    public async Task A_mailbox_that_another_instance_has_changed_since_is_loaded_before_anything_is_made_of_it()
    {
        var connection = await azurite.NewAccountAsync();
        await using var first = new RelayOnAzurite(connection);
        await using var second = new RelayOnAzurite(connection);
        await first.AcceptAsync("1", "Ada");
        await second.AcceptAsync("1", "Grace");
        await second.DeliverAsync();

        await first.DeliverAsync();

        Assert.Equal(1, second.Calls);
        Assert.Equal(0, first.Calls);
        Assert.True(await first.IsIdleAsync());
    }

    [Fact]
    public async Task An_update_accepted_during_the_call_is_kept_and_delivered_by_the_next()
    {
        await using var relay = new RelayOnAzurite(await azurite.NewAccountAsync());
        await relay.AcceptAsync("1", "Ada");
        relay.DuringCall = () => relay.AcceptAsync("1", "Grace");
        await relay.DeliverAsync();
        relay.DuringCall = () => Task.CompletedTask;

        var mailbox = await relay.LoadAsync("1");
        Assert.Equal(UpdateStatus.Delivered, Assert.Single(mailbox.Settled).Status);
        Assert.Single(mailbox.Pending);

        // The wake-ups of the accepting and of the settling.
        await relay.DeliverAsync();
        await relay.DeliverAsync();
        mailbox = await relay.LoadAsync("1");
        Assert.Empty(mailbox.Pending);
        Assert.Equal(2, mailbox.Counts[UpdateStatus.Delivered]);
        Assert.Equal(2, relay.Calls);
        Assert.True(await relay.IsIdleAsync());
    }

    [Fact]
    public async Task An_update_refused_for_good_goes_to_the_dead_letters_and_costs_two_requests_more()
    {
        await using var relay = new RelayOnAzurite(await azurite.NewAccountAsync());
        relay.Answer = """{"success":false,"reason":"No such user."}""";
        await relay.AcceptAsync("warm-up", "Ada");
        await relay.DeliverAsync();
        var before = relay.Requests;

        await relay.AcceptAsync("1", "Ada");
        await relay.DeliverAsync();

        Assert.Equal(7 + 2, relay.Requests - before);
        var settled = Assert.Single((await relay.LoadAsync("1")).Settled);
        Assert.Equal(UpdateStatus.Rejected, settled.Status);
        Assert.Equal("No such user.", (await relay.FindDeadLetterAsync(settled.Id))!.Reason);
    }
}
