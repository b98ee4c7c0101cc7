using Xunit;

namespace ContactRelay.Tests.Storage;

/// <summary>What every implementation of the port has to do, as its host sees it.</summary>
public abstract class UpdateQueueContract(StorageUnderTest storage) : IAsyncLifetime
{
    private const string Queue = "contact-updates";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => storage.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Send_without_delay_is_seen_at_once_with_its_text_as_it_was()
    {
        const string Text = """{"tenant":"acme","contactId":"Zoë <&> 🎈"}""";
        await SendAsync(Text, TimeSpan.Zero);

        var item = await storage.ReceiveAsync(Queue, Minute);

        Assert.Equal(Text, item!.Text);
        Assert.Equal(1, item.DequeueCount);
        Assert.NotEmpty(item.Id);
        Assert.InRange(item.InsertedAt, storage.Now - Minute, storage.Now + Minute);
    }

    [Fact]
    public async Task Receive_of_an_empty_queue_gives_nothing() =>
        Assert.Null(await storage.ReceiveAsync(Queue, Minute));

    [Fact]
    public async Task Send_with_a_delay_is_seen_after_it()
    {
        await SendAsync("late", 2 * Second);

        Assert.Null(await storage.ReceiveAsync(Queue, Minute));
        await storage.PassAsync((2 * Second) + TimeSpan.FromMilliseconds(50));
        Assert.Equal("late", (await storage.ReceiveAsync(Queue, Minute))?.Text);
    }

    [Fact]
    public async Task Send_with_seven_days_of_delay_is_taken()
    {
        await SendAsync("much later", TimeSpan.FromDays(7));

        Assert.Null(await storage.ReceiveAsync(Queue, Minute));
    }

    [Fact]
    public async Task Receive_hides_a_message_until_its_time_in_hand_is_over()
    {
        await SendAsync("one", TimeSpan.Zero);
        var first = await storage.ReceiveAsync(Queue, 2 * Second);

        Assert.Null(await storage.ReceiveAsync(Queue, 2 * Second));
        await storage.PassAsync((2 * Second) + TimeSpan.FromMilliseconds(50));
        var second = await storage.ReceiveAsync(Queue, 2 * Second);

        Assert.Equal(first!.Id, second!.Id);
        Assert.Equal(2, second.DequeueCount);
    }

    [Fact]
    public async Task Delete_ends_a_message()
    {
        await SendAsync("one", TimeSpan.Zero);
        var item = await storage.ReceiveAsync(Queue, 2 * Second);

        await storage.DeleteAsync(item!);

        await storage.PassAsync((2 * Second) + TimeSpan.FromMilliseconds(50));
        Assert.Null(await storage.ReceiveAsync(Queue, Minute));
    }

    [Fact]
    public async Task Send_keeps_queues_apart()
    {
        await SendAsync("one", TimeSpan.Zero);

        Assert.Null(await storage.ReceiveAsync(Queue + "-poison", Minute));
    }

    [Fact]
    public async Task Receive_gives_every_message_once()
    {
        for (var i = 0; i < 50; i++)
        {
            await SendAsync($"m{i}", TimeSpan.Zero);
        }

        var texts = new HashSet<string>();
        while (await storage.ReceiveAsync(Queue, Minute) is { } item)
        {
            Assert.True(texts.Add(item.Text));
            await storage.DeleteAsync(item);
        }

        Assert.Equal(50, texts.Count);
    }

    [Fact]
    public async Task Reopen_keeps_messages_and_shows_again_what_was_in_hand()
    {
        await SendAsync("in hand", TimeSpan.Zero);
        var item = await storage.ReceiveAsync(Queue, 2 * Second);
        await SendAsync("deleted", TimeSpan.Zero);
        await storage.DeleteAsync((await storage.ReceiveAsync(Queue, Minute))!);

        await storage.ReopenAsync();
        await storage.PassAsync((2 * Second) + TimeSpan.FromMilliseconds(50));

        Assert.Equal(item!.Id, (await storage.ReceiveAsync(Queue, Minute))?.Id);
        Assert.Null(await storage.ReceiveAsync(Queue, Minute));
    }

    private async Task SendAsync(string text, TimeSpan delay) => await storage.Queue.SendAsync(Queue, text, delay, Token);
}
