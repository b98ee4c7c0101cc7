using System.Net;
using System.Text.Json;
using ContactRelay.Storage;
using ContactRelay.Storage.Tables;
using Xunit;

namespace ContactRelay.Tests.Storage.Tables;

/// <summary>The requests, and what is made of the answers.</summary>
public sealed class TableTests : IDisposable
{
    private static readonly TableKey Key = new("acme|it's 1", "mailbox");
    private readonly StandInTables _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Insert_posts_the_row_with_its_types_and_gives_its_etag()
    {
        _service.Then(HttpStatusCode.NoContent, "", ("ETag", "W/\"1\""));
        var row = new NewRow(Key);
        row.Add("text", "Zoë");
        row.Add("count", 7);
        row.Add("at", new DateTimeOffset(2026, 1, 2, 5, 4, 5, 600, TimeSpan.FromHours(2)));
        row.Add("d00", new byte[] { 1, 2, 255 });

        var etag = await _service.Open().InsertAsync(row, Token);

        Assert.Equal("W/\"1\"", etag);
        var sent = Assert.Single(_service.Requests);
        Assert.Equal(HttpMethod.Post, sent.Method);
        Assert.Equal($"{StandInTables.Account}/mailboxes", sent.Url.AbsoluteUri);
        Assert.Equal("return-no-content", sent.Headers["Prefer"]);
        Assert.Equal("application/json", sent.Headers["Content-Type"]);
        Assert.Equal("application/json;odata=nometadata", sent.Headers["Accept"]);
        Assert.Equal("2019-02-02", sent.Headers["x-ms-version"]);
        Assert.Equal("3.0", sent.Headers["DataServiceVersion"]);
        var body = JsonElement.Parse(sent.Body!);
        Assert.Equal("acme|it's 1", body.GetProperty("PartitionKey").GetString());
        Assert.Equal("mailbox", body.GetProperty("RowKey").GetString());
        Assert.Equal("Zoë", body.GetProperty("text").GetString());
        Assert.Equal(7, body.GetProperty("count").GetInt32());
        Assert.Equal("2026-01-02T03:04:05.6000000Z", body.GetProperty("at").GetString());
        Assert.Equal("Edm.DateTime", body.GetProperty("at@odata.type").GetString());
        Assert.Equal("AQL/", body.GetProperty("d00").GetString());
        Assert.Equal("Edm.Binary", body.GetProperty("d00@odata.type").GetString());
    }

    [Fact]
    public async Task Replace_puts_the_row_if_it_has_the_version()
    {
        _service.Then(HttpStatusCode.NoContent, "", ("ETag", "W/\"2\""));

        var etag = await _service.Open().ReplaceAsync(new(Key), "W/\"1\"", Token);

        Assert.Equal("W/\"2\"", etag);
        var sent = Assert.Single(_service.Requests);
        Assert.Equal(HttpMethod.Put, sent.Method);
        Assert.Equal("W/\"1\"", sent.Headers["If-Match"]);
        Assert.Equal("/mailboxes(PartitionKey='acme%7Cit%27%27s%201',RowKey='mailbox')", sent.Url.AbsolutePath);
    }

    [Fact]
    public async Task Upsert_puts_the_row_on_no_condition()
    {
        _service.Then(HttpStatusCode.NoContent, "", ("ETag", "W/\"2\""));

        await _service.Open().UpsertAsync(new(Key), Token);

        var sent = Assert.Single(_service.Requests);
        Assert.Equal(HttpMethod.Put, sent.Method);
        Assert.DoesNotContain("If-Match", sent.Headers);
    }

    [Fact]
    public async Task Get_reads_the_row_and_its_etag()
    {
        _service.Then(HttpStatusCode.OK, """{"text":"Zoë","count":7,"at":"2026-01-02T03:04:05Z","d00":"AQL/"}""", ("ETag", "W/\"1\""));

        var row = await _service.Open().GetAsync(Key, Token);

        Assert.Equal("W/\"1\"", row!.ETag);
        Assert.Equal("Zoë", row.Text("text"));
        Assert.Equal(7, row.Number("count"));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), row.Time("at"));
        Assert.Equal([1, 2, 255], row.Bytes("d00")!);
        Assert.Null(row.Text("absent"));
    }

    [Theory]
    [InlineData("ResourceNotFound")]
    [InlineData("TableNotFound")]
    public async Task Get_of_what_is_not_there_is_null(string code)
    {
        _service.ThenError(HttpStatusCode.NotFound, code);

        Assert.Null(await _service.Open().GetAsync(Key, Token));

        Assert.Single(_service.Requests);
    }

    [Fact]
    public async Task Insert_of_what_exists_is_null()
    {
        _service.ThenError(HttpStatusCode.Conflict, "EntityAlreadyExists");

        Assert.Null(await _service.Open().InsertAsync(new(Key), Token));

        Assert.Single(_service.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied")]
    [InlineData(HttpStatusCode.NotFound, "ResourceNotFound")]
    [InlineData(HttpStatusCode.NotFound, "TableNotFound")]
    public async Task Replace_of_what_has_changed_or_is_gone_is_null(HttpStatusCode status, string code)
    {
        _service.ThenError(status, code);

        Assert.Null(await _service.Open().ReplaceAsync(new(Key), "W/\"1\"", Token));

        Assert.Single(_service.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent, "", true)]
    [InlineData(HttpStatusCode.NotFound, "ResourceNotFound", false)]
    [InlineData(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied", false)]
    public async Task Delete_says_whether_it_did(HttpStatusCode status, string code, bool isDeleted)
    {
        _service.ThenError(status, code);

        Assert.Equal(isDeleted, await _service.Open().DeleteAsync(Key, "W/\"1\"", Token));

        Assert.Equal("W/\"1\"", Assert.Single(_service.Requests).Headers["If-Match"]);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "TableNotFound", HttpStatusCode.NoContent, "")]
    [InlineData(HttpStatusCode.NotFound, "TableNotFound", HttpStatusCode.Conflict, "TableAlreadyExists")]
    [InlineData(HttpStatusCode.Conflict, "TableBeingDeleted", HttpStatusCode.NoContent, "")]
    public async Task Write_to_a_missing_table_creates_it_and_writes_again(
        HttpStatusCode missing, string code, HttpStatusCode created, string createdCode)
    {
        _service.ThenError(missing, code).ThenError(created, createdCode).Then(HttpStatusCode.NoContent, "", ("ETag", "W/\"1\""));

        Assert.Equal("W/\"1\"", await _service.Open().InsertAsync(new(Key), Token));

        Assert.Equal(3, _service.Requests.Count);
        Assert.Equal("/Tables", _service.Requests[1].Url.AbsolutePath);
        Assert.Equal("""{"TableName":"mailboxes"}""", _service.Requests[1].Body);
        Assert.Equal(_service.Requests[0].Body, _service.Requests[2].Body);
    }

    [Fact]
    public async Task Write_to_a_table_that_stays_missing_ends()
    {
        _service.ThenError(HttpStatusCode.NotFound, "TableNotFound").Then(HttpStatusCode.NoContent).ThenError(HttpStatusCode.NotFound, "TableNotFound");

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _service.Open().UpsertAsync(new(Key), Token));
    }

    [Fact]
    public async Task Write_while_the_table_is_being_deleted_says_that_the_storage_is_away()
    {
        _service.ThenError(HttpStatusCode.Conflict, "TableBeingDeleted").ThenError(HttpStatusCode.Conflict, "TableBeingDeleted");

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _service.Open().UpsertAsync(new(Key), Token));
    }

    [Fact]
    public async Task Query_follows_the_continuation_and_takes_empty_pages()
    {
        _service
            .Then(HttpStatusCode.OK, """{"value":[{"pending":1}]}""",
                ("x-ms-continuation-NextPartitionKey", "1!8!YS9i+=="), ("x-ms-continuation-NextRowKey", "1!4!Yw--"))
            .Then(HttpStatusCode.OK, """{"value":[]}""", ("x-ms-continuation-NextPartitionKey", "next"))
            .Then(HttpStatusCode.OK, """{"value":[{"pending":2},{"pending":3}]}""");

        var pages = await _service.Open().QueryAsync(TableFilter.PartitionsFrom("it's|"), "pending", Token).ToListAsync(Token);

        Assert.Equal([1, 0, 2], pages.Select(page => page.Count));
        Assert.Equal([1, 2, 3], pages.SelectMany(page => page).Select(row => row.Number("pending")!.Value));
        const string First = "?$filter=PartitionKey%20ge%20%27it%27%27s%7C%27%20and%20PartitionKey%20lt%20%27it%27%27s%7D%27&$select=pending";
        Assert.Equal(
            [First, First + "&NextPartitionKey=1%218%21YS9i%2B%3D%3D&NextRowKey=1%214%21Yw--", First + "&NextPartitionKey=next"],
            _service.Requests.Select(request => request.Url.Query));
    }

    [Fact]
    public async Task Query_of_a_missing_table_has_no_pages()
    {
        _service.ThenError(HttpStatusCode.NotFound, "TableNotFound");

        Assert.Empty(await _service.Open().QueryAsync("pending gt 0", "pending", Token).ToListAsync(Token));
    }
}
