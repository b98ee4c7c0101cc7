using System.Text;
using Azure.Core;
using ContactRelay.Contacts;
using ContactRelay.Storage;
using ContactRelay.Storage.Tables;
using Xunit;

namespace ContactRelay.Tests.Storage.Tables;

/// <summary>The client against a service that is not ours.</summary>
public sealed class AzuriteTableTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private AzureStorageConnection _connection = null!;
    private Table _table = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connection = await azurite.NewAccountAsync();
        _table = Open();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(960 * 1024)]
    public async Task A_document_of_any_size_comes_back(int size)
    {
        var document = new byte[size];
        new Random(size).NextBytes(document);
        var row = new NewRow(new("p", "r"));
        StoredDocument.Write(row, document);

        await _table.InsertAsync(row, Token);

        Assert.Equal(document, StoredDocument.Read((await _table.GetAsync(new("p", "r"), Token))!));
    }

    [Theory]
    [InlineData("/\\#?%|")]
    [InlineData("it's ''quoted'' (PartitionKey='x')")]
    [InlineData("100% %2F %252F +&=;:@$,!*~[]{}<>^`\"")]
    [InlineData("..")]
    [InlineData("\uE000\uE0FF\uE100\uFFFD")]
    [InlineData("e\u0301 \u00E9 \u200B\u202E")]
    public async Task A_key_of_any_characters_is_kept(string text)
    {
        var key = new TableKey($"acme|{KeyText.Escape(text)}", KeyText.Escape(text));
        var row = new NewRow(key);
        row.Add("text", text);
        var etag = await _table.InsertAsync(row, Token);

        Assert.Equal(text, (await _table.GetAsync(key, Token))!.Text("text"));
        Assert.Equal(etag, (await _table.GetAsync(key, Token))!.ETag);
        Assert.NotNull(await _table.ReplaceAsync(new(key), etag!, Token));
        Assert.False(await _table.DeleteAsync(key, etag!, Token));
        Assert.True(await _table.DeleteAsync(key, Table.AnyVersion, Token));
        Assert.Null(await _table.GetAsync(key, Token));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("\uE0FF")]
    [InlineData("🎈")]
    public async Task The_longest_id_is_kept_apart_from_one_a_little_shorter(string unit)
    {
        var id = string.Concat(Enumerable.Repeat(unit, ContactId.MaxBytes / Encoding.UTF8.GetByteCount(unit)));
        var tenant = new string('t', 63);
        await _table.InsertAsync(new(new($"{tenant}|{KeyText.Escape(id)}", "mailbox")), Token);

        Assert.NotNull(await _table.GetAsync(new($"{tenant}|{KeyText.Escape(id)}", "mailbox"), Token));
        Assert.Null(await _table.GetAsync(new($"{tenant}|{KeyText.Escape(id[..^unit.Length])}", "mailbox"), Token));
    }

    [Fact]
    public async Task Query_of_a_range_of_partitions_gives_all_of_it_page_by_page()
    {
        var keys = Enumerable.Range(0, 1_050).Select(i => new TableKey($"it's|{KeyText.Escape($"{i}/?")}", "mailbox"))
            .Append(new("it's-2|1", "mailbox")).Append(new("it'|1", "mailbox"));
        await Parallel.ForEachAsync(keys, Token, async (key, token) =>
        {
            var row = new NewRow(key);
            row.Add("id", key.PartitionKey);
            await _table.InsertAsync(row, token);
        });

        var pages = await _table.QueryAsync(TableFilter.PartitionsFrom("it's|"), "id", Token).ToListAsync(Token);

        Assert.True(pages.Count > 1);
        Assert.Equal(
            Enumerable.Range(0, 1_050).Select(i => $"{i}/?").Order(StringComparer.Ordinal),
            pages.SelectMany(page => page).Select(row => KeyText.Unescape(row.Text("id")!)["it's|".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Writes_whose_answers_are_lost_land_once_and_are_known_as_their_own()
    {
        var network = new LossyNetwork(HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete);
        var table = Open(options =>
        {
            options.Transport = network.CreateTransport();
            options.Retry.Delay = TimeSpan.Zero;
        });
        var row = new NewRow(new("p", "r"));
        row.Add("text", "first");

        var first = await table.InsertAsync(row, Token);
        Assert.Equal((await _table.GetAsync(row.Key, Token))!.ETag, first);

        var second = await table.ReplaceAsync(new(row.Key), first!, Token);
        Assert.Equal((await _table.GetAsync(row.Key, Token))!.ETag, second);
        Assert.NotEqual(first, second);

        Assert.True(await table.DeleteAsync(row.Key, second!, Token));
        Assert.True(network.Lost >= 4);
    }

    [Fact]
    public async Task Insert_lost_before_another_wrote_is_a_conflict()
    {
        var key = new TableKey("p", "r");
        await _table.InsertAsync(new(key), Token);
        var network = new LossyNetwork(HttpMethod.Post);

        var inserted = await Open(options =>
        {
            options.Transport = network.CreateTransport();
            options.Retry.Delay = TimeSpan.Zero;
        }).InsertAsync(new(key), Token);

        Assert.Null(inserted);
    }

    private Table Open(Action<ClientOptions>? configure = null) => new AzureClients(_connection, configure).Table("mailboxes");
}
