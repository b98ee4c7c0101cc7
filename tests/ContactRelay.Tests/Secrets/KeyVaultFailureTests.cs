using System.Net;
using System.Net.Sockets;
using Azure.Identity;
using Xunit;

namespace ContactRelay.Tests.Secrets;

public sealed class KeyVaultFailureTests : KeyVaultTest
{
    /// <summary>The challenge and the tries after it.</summary>
    private const int AllRequests = 1 + 1 + MaxRetries;

    [Fact]
    public async Task ReadAsync_no_such_secret_is_missing_and_named()
    {
        Vault.ThenError(HttpStatusCode.NotFound, "SecretNotFound");

        var reading = await Reader().ReadAsync(Name, Cancellation);

        AssertMissing(reading);
        Assert.Contains(Name, reading.Problem, StringComparison.Ordinal);
        Assert.Equal(2, Vault.Requests.Count);
    }

    [Theory]
    [InlineData("SecretDisabled")]
    [InlineData("ForbiddenByRbac")]
    [InlineData("AccessDenied")]
    [InlineData(null)]
    public async Task ReadAsync_forbidden_is_missing_and_says_what_to_look_at(string? innerCode)
    {
        Vault.ThenError(HttpStatusCode.Forbidden, "Forbidden", innerCode);

        var reading = await Reader().ReadAsync(Name, Cancellation);

        AssertMissing(reading);
        Assert.Contains(Name, reading.Problem, StringComparison.Ordinal);
        Assert.Contains("disabled", reading.Problem, StringComparison.Ordinal);
        Assert.Contains("Key Vault Secrets User", reading.Problem, StringComparison.Ordinal);
        Assert.Equal(2, Vault.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "Retry-After", "0")]
    [InlineData(HttpStatusCode.TooManyRequests, "retry-after-ms", "2")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "Retry-After", "0")]
    [InlineData(HttpStatusCode.InternalServerError, "x-none", "")]
    [InlineData(HttpStatusCode.BadGateway, "x-none", "")]
    [InlineData(HttpStatusCode.GatewayTimeout, "x-none", "")]
    [InlineData(HttpStatusCode.RequestTimeout, "x-none", "")]
    public async Task ReadAsync_passing_failure_is_tried_again(HttpStatusCode status, string header, string value)
    {
        Vault.Then(status, StandInVault.Error("Throttled"), (header, value));
        Vault.ThenSecret("the-key");

        AssertFound("the-key", "v1", await Reader().ReadAsync(Name, Cancellation));
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task ReadAsync_failure_that_stays_is_unavailable_with_its_status(HttpStatusCode status)
    {
        Vault.Rest = _ => Task.FromResult(ScriptedHandler.Answer(status, StandInVault.Error("Busy")));

        var reading = await Reader().ReadAsync(Name, Cancellation);

        AssertUnavailable(reading);
        Assert.Contains($"HTTP {(int)status}", reading.Problem, StringComparison.Ordinal);
        Assert.Equal(AllRequests, Vault.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.Conflict)]
    public async Task ReadAsync_answer_that_no_vault_gives_is_unavailable(HttpStatusCode status)
    {
        Vault.Then(status, "<html>secret words</html>", ("Location", "https://elsewhere.example/secret"));

        AssertUnavailable(await Reader().ReadAsync(Name, Cancellation));
    }

    [Fact]
    public async Task ReadAsync_token_refused_is_unavailable()
    {
        Vault.Rest = _ => Task.FromResult(ScriptedHandler.Answer(
            HttpStatusCode.Unauthorized, StandInVault.Error("Unauthorized"), ("WWW-Authenticate", Vault.Challenge)));

        AssertUnavailable(await Reader().ReadAsync(Name, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task ReadAsync_connection_that_fails_is_tried_again(Exception exception)
    {
        Vault.Then(exception);
        Vault.ThenSecret("the-key");

        AssertFound("the-key", "v1", await Reader().ReadAsync(Name, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task ReadAsync_connection_that_keeps_failing_is_unavailable(Exception exception)
    {
        Vault.Rest = _ => Task.FromException<HttpResponseMessage>(exception);

        AssertUnavailable(await Reader().ReadAsync(Name, Cancellation));

        Assert.Equal(AllRequests, Vault.Requests.Count);
    }

    [Fact]
    public async Task ReadAsync_connection_that_fails_where_nothing_is_tried_again_is_unavailable()
    {
        Vault.Then(new InvalidDataException("secret words"));

        AssertUnavailable(await Reader().ReadAsync(Name, Cancellation));
    }

    [Fact]
    public async Task ReadAsync_connection_that_breaks_within_the_answer_is_unavailable()
    {
        Vault.Rest = _ => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) });

        AssertUnavailable(await Reader().ReadAsync(Name, Cancellation));

        Assert.Equal(AllRequests, Vault.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(NoToken))]
    public async Task ReadAsync_no_token_is_unavailable(Exception exception)
    {
        var reader = Reader(Vault, new StandInCredential { Failure = exception });

        AssertUnavailable(await reader.ReadAsync(Name, Cancellation));

        Assert.Single(Vault.Requests);
    }

    public static TheoryData<Exception> Broken() =>
    [
        new HttpRequestException(HttpRequestError.ConnectionError, "secret words", new SocketException((int)SocketError.ConnectionRefused)),
        new HttpRequestException(HttpRequestError.NameResolutionError, "secret words"),
        new HttpRequestException(HttpRequestError.SecureConnectionError, "secret words"),
        new HttpRequestException(HttpRequestError.ResponseEnded, "secret words", new HttpIOException(HttpRequestError.ResponseEnded)),
        new IOException("secret words"),
        new TaskCanceledException("secret words", new TimeoutException()),
    ];

    public static TheoryData<Exception> NoToken() =>
    [
        new AuthenticationFailedException("secret words"),
        new CredentialUnavailableException("secret words"),
        new HttpRequestException("secret words"),
        new InvalidOperationException("secret words"),
    ];
}
