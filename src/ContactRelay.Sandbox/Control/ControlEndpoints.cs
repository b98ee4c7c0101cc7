using ContactRelay.Sandbox.Http;
using ContactRelay.Sandbox.Providers;
using Microsoft.AspNetCore.Http;

namespace ContactRelay.Sandbox.Control;

/// <summary>The endpoints by which people and tests look into the sandbox and break it.</summary>
internal sealed class ControlEndpoints(Lanes lanes)
{
    private const int ListedContacts = 100;

    public Answer Handle(string method, RawTarget target, ReadOnlyMemory<byte> body) => target.SegmentsAfter("/") switch
    {
        [""] => Allowed(method, "GET") ?? Answer.Text(StatusCodes.Status200OK, HelpText.Text),
        ["_faults", var name] => lanes.Named(name) is { } lane ? Faults(method, lane, body) : UnknownProvider(name),
        ["_requests", var name] => lanes.Named(name) is { } lane ? Requests(method, lane) : UnknownProvider(name),
        ["_contacts", var name] => lanes.Named(name) is { } lane ? Contacts(method, lane) : UnknownProvider(name),
        ["_contacts", var name, var id] => lanes.Named(name) is { } lane ? Contact(method, lane, id) : UnknownProvider(name),
        _ => ControlAnswers.Error(StatusCodes.Status404NotFound, "There is nothing at this path; GET / lists what there is."),
    };

    private static Answer Faults(string method, Lane lane, ReadOnlyMemory<byte> body)
    {
        if (HttpMethods.IsPut(method))
        {
            var (faults, error) = FaultReader.Read(body);
            if (error is not null)
            {
                return ControlAnswers.Error(StatusCodes.Status400BadRequest, error);
            }

            lane.Faults.Replace(faults);
            return ControlAnswers.Faults(faults);
        }

        if (HttpMethods.IsDelete(method))
        {
            lane.Faults.Replace([]);
            return ControlAnswers.NoContent;
        }

        return Allowed(method, "GET, PUT or DELETE") ?? ControlAnswers.Faults(lane.Faults.Remaining);
    }

    private static Answer Requests(string method, Lane lane)
    {
        if (HttpMethods.IsDelete(method))
        {
            lane.Requests.Clear();
            return ControlAnswers.NoContent;
        }

        return Allowed(method, "GET or DELETE") ?? ControlAnswers.Requests(lane.Requests.OldestFirst);
    }

    private static Answer Contacts(string method, Lane lane) =>
        Allowed(method, "GET") ?? ControlAnswers.Contacts(lane.Contacts.Latest(ListedContacts));

    private static Answer Contact(string method, Lane lane, string id)
    {
        if (Allowed(method, "GET") is { } refused)
        {
            return refused;
        }

        return lane.Contacts.Find(id) is { } contact
            ? ControlAnswers.Contact(contact)
            : ControlAnswers.Error(StatusCodes.Status404NotFound, "This contact was never seen.");
    }

    private static Answer? Allowed(string method, string methods) =>
        HttpMethods.IsGet(method) ? null : ControlAnswers.Error(StatusCodes.Status405MethodNotAllowed, $"Use {methods} here.");

    private Answer UnknownProvider(string name) =>
        ControlAnswers.Error(StatusCodes.Status400BadRequest, $"There is no provider \"{name}\"; these are: {lanes.Names}.");
}
