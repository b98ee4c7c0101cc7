using System.Collections.Concurrent;
using System.Diagnostics;
using ContactRelay.Mailboxes;
using ContactRelay.Tests.Secrets;
using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>A contact's id is in the URLs of its mailbox and in its wake-ups, and must be in nobody's log.</summary>
public sealed class StorageSilenceTests(AzuriteFixture azurite)
{
    private const string ContactId = "secret-contact-4711";
    private static readonly MailboxKey Key = new("acme", ContactId);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Neither_logs_nor_traces_name_a_contact()
    {
        var storage = new AzuriteStorageUnderTest(azurite);
        await storage.StartAsync();
        var traces = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traces.Enqueue(
                $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}"),
        };
        ActivitySource.AddActivityListener(listener);
        using var log = new SdkLog();
        using var activity = new Activity("test").Start();

        var etag = await storage.Mailboxes.SaveAsync(Key, Mailbox.Empty, null, new WakeUp(Key, storage.Now), Token);
        await storage.Mailboxes.SaveAsync(Key, Mailbox.Empty, null, null, Token);
        await storage.Mailboxes.SaveAsync(Key, Mailbox.Empty, etag, null, Token);
        await storage.Mailboxes.LoadAsync(Key, Token);

        // The queue's requests are there, so that it is no deaf ear that hears nothing.
        Assert.Contains(log.Events, text => text.Contains("contact-updates", StringComparison.Ordinal));
        Assert.Contains(traces, text => text.Contains("contact-updates", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Events, text => text.Contains(ContactId, StringComparison.Ordinal));
        Assert.DoesNotContain(traces, text => text.Contains(ContactId, StringComparison.Ordinal));
    }
}
