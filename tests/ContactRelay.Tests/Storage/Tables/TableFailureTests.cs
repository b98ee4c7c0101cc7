using System.Net;
using Azure.Core.Pipeline;
using Azure.Identity;
using ContactRelay.Storage;
using ContactRelay.Storage.Tables;
using ContactRelay.Tests.Secrets;
using Xunit;

namespace ContactRelay.Tests.Storage.Tables;

/// <summary>What becomes of a request when the storage fails, and of a write whose answer was lost.</summary>
public sealed class TableFailureTests : IDisposable
{
    private const string ContactId = "secret-contact-4711";
    private static readonly TableKey Key = new($"acme|{ContactId}", "mailbox");
    private readonly StandInTables _service = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "ServerBusy")]
    [InlineData(HttpStatusCode.InternalServerError, "OperationTimedOut")]
    [InlineData(HttpStatusCode.TooManyRequests, "TooManyRequests")]
    [InlineData(HttpStatusCode.GatewayTimeout, "Timeout")]
    public async Task A_failure_that_passes_is_tried_again(HttpStatusCode status, string code)
    {
        _service.ThenError(status, code).ThenError(status, code).ThenLost().Then(HttpStatusCode.OK, """{"count":7}""", ("ETag", "W/\"1\""));

        Assert.Equal(7, (await _service.Open().GetAsync(Key, Token))!.Number("count"));

        Assert.Equal(4, _service.Requests.Count);
    }

    [Fact]
    public async Task Insert_that_landed_before_its_answer_was_lost_is_known_as_its_own()
    {
        _service.ThenLost().ThenError(HttpStatusCode.Conflict, "EntityAlreadyExists").ThenLastWritten("W/\"1\"");

        Assert.Equal("W/\"1\"", await _service.Open().InsertAsync(new(Key), Token));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Replace_that_landed_before_its_answer_was_lost_is_known_as_its_own(HttpStatusCode first)
    {
        _service.ThenError(first, "Whatever").ThenError(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied").ThenLastWritten("W/\"2\"");

        Assert.Equal("W/\"2\"", await _service.Open().ReplaceAsync(new(Key), "W/\"1\"", Token));
    }

    [Fact]
    public async Task Replace_that_another_came_before_is_a_conflict_though_it_was_tried_twice()
    {
        _service.ThenLost().ThenError(HttpStatusCode.PreconditionFailed, "UpdateConditionNotSatisfied")
            .Then(HttpStatusCode.OK, """{"write":"another's"}""", ("ETag", "W/\"2\""));

        Assert.Null(await _service.Open().ReplaceAsync(new(Key), "W/\"1\"", Token));
    }

    [Fact]
    public async Task Insert_tried_twice_of_a_row_that_is_gone_by_now_is_a_conflict()
    {
        _service.ThenLost().ThenError(HttpStatusCode.Conflict, "EntityAlreadyExists").ThenError(HttpStatusCode.NotFound, "ResourceNotFound");

        Assert.Null(await _service.Open().InsertAsync(new(Key), Token));
    }

    [Fact]
    public async Task Two_writes_have_ids_of_their_own()
    {
        _service.Then(HttpStatusCode.NoContent).Then(HttpStatusCode.NoContent);
        var table = _service.Open();

        await table.InsertAsync(new(Key), Token);
        await table.InsertAsync(new(Key), Token);

        Assert.NotEqual(_service.Requests[0].Body, _service.Requests[1].Body);
    }

    [Fact]
    public async Task Delete_that_landed_before_its_answer_was_lost_did_delete()
    {
        _service.ThenLost().ThenError(HttpStatusCode.NotFound, "ResourceNotFound");

        Assert.True(await _service.Open().DeleteAsync(Key, Table.AnyVersion, Token));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "AuthorizationFailure", 1)]
    [InlineData(HttpStatusCode.BadRequest, "PropertyValueTooLarge", 1)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "ServerBusy", 4)]
    public async Task What_nothing_can_be_made_of_says_that_the_storage_is_away_and_names_no_contact(HttpStatusCode status, string code, int tries)
    {
        for (var i = 0; i < tries; i++)
        {
            _service.Then(status, $$$$"""{"odata.error":{"code":"{{{{code}}}}","message":{"value":"{{{{ContactId}}}}"}}}""");
        }

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _service.Open().GetAsync(Key, Token));

        Assert.Equal($"The storage answered HTTP {(int)status} ({code}) for the table 'mailboxes'.", error.Message);
        Assert.DoesNotContain(ContactId, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(tries, _service.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_is_not_the_services_says_that_the_storage_is_away()
    {
        _service.Then(HttpStatusCode.NotImplemented, "<html>");

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _service.Open().UpsertAsync(new(Key), Token));

        Assert.Contains("HTTP 501 (no error code)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_not_the_services_says_that_the_storage_is_away()
    {
        _service.Then(HttpStatusCode.OK, "<html>");

        await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _service.Open().GetAsync(Key, Token));
    }

    [Fact]
    public async Task A_storage_that_never_answers_is_away_and_the_error_names_no_contact()
    {
        _service.ThenLost().ThenLost().ThenLost().ThenLost();

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () => await _service.Open().UpsertAsync(new(Key), Token));

        Assert.Equal("Cannot reach the table 'mailboxes'.", error.Message);
        Assert.DoesNotContain(ContactId, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(StandInTables.Key.Key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_without_a_token_says_that_the_storage_is_away()
    {
        var credential = new StandInCredential { Failure = new CredentialUnavailableException("No identity.") };
        var table = _service.Open(authentication: new BearerTokenAuthenticationPolicy(credential, TableClientOptions.Scope));

        var error = await Assert.ThrowsAsync<StorageUnavailableException>(async () => await table.GetAsync(Key, Token));

        Assert.Equal("No token for the table 'mailboxes' could be had.", error.Message);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_what_it_asked_for()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _service.Open().GetAsync(Key, stop.Token));
    }

    [Fact]
    public async Task A_key_that_no_table_takes_is_not_there_and_cannot_be_written()
    {
        var key = new TableKey(new string('x', 513), "mailbox");

        Assert.Null(await _service.Open().GetAsync(key, Token));
        Assert.False(await _service.Open().DeleteAsync(key, Table.AnyVersion, Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _service.Open().InsertAsync(new(key), Token));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public void ToString_of_a_key_names_no_contact()
    {
        Assert.DoesNotContain(ContactId, $"{Key} {new PageStart(ContactId, ContactId)}", StringComparison.Ordinal);
        Assert.DoesNotContain(StandInTables.Key.Key, $"{StandInTables.Key}", StringComparison.Ordinal);
    }
}
