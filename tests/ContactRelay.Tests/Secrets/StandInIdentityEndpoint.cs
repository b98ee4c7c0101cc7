using System.Net;
using System.Text.Json;

namespace ContactRelay.Tests.Secrets;

/// <summary>What hands out the tokens of a machine's own identity: the instance metadata service.</summary>
internal sealed class StandInIdentityEndpoint : ScriptedHandler
{
    public string Token { get; } = $"token-{Guid.NewGuid():N}";

    protected override Task<HttpResponseMessage> AnswerAsync(SentRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(request.Url.AbsolutePath == "/metadata/identity/oauth2/token"
            ? Answer(HttpStatusCode.OK, JsonSerializer.Serialize(new
            {
                access_token = Token,
                expires_in = "86399",
                expires_on = $"{DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds()}",
                resource = "https://vault.azure.net",
                token_type = "Bearer",
            }))
            : Answer(HttpStatusCode.NotFound, "{}"));
}
