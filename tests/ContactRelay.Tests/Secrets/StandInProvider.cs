using System.Net;

namespace ContactRelay.Tests.Secrets;

/// <summary>A provider in Kulea's manner that knows one key.</summary>
internal sealed class StandInProvider(string key) : ScriptedHandler
{
    protected override Task<HttpResponseMessage> AnswerAsync(SentRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(request.Authorization == key
            ? Answer(HttpStatusCode.OK, """{"success":true,"crm_id":"7"}""")
            : Answer(HttpStatusCode.Unauthorized, """{"success":false,"reason":"Wrong key."}"""));
}
