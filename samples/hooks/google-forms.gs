// Google Forms sends nothing by itself. Put this into the form's script (the three dots, Apps Script), set the two script properties
// HOOK_URL and HOOK_SECRET, and add a trigger: onSubmit, from the form, on form submit.
function onSubmit(e) {
  const settings = PropertiesService.getScriptProperties();
  const answers = {};
  e.response.getItemResponses().forEach((item) => {
    answers[item.getItem().getTitle()] = item.getResponse();
  });
  const body = JSON.stringify({
    responseId: e.response.getId(),
    submittedAt: e.response.getTimestamp().toISOString(),
    respondentEmail: e.response.getRespondentEmail(),
    answers,
  });
  const timestamp = String(Date.now());
  const signature = Utilities.base64Encode(
    Utilities.computeHmacSha256Signature(`${timestamp}.${body}`, settings.getProperty('HOOK_SECRET'), Utilities.Charset.UTF_8));

  // An answer that is an error ends the script with one, and Google tells the form's owner.
  UrlFetchApp.fetch(settings.getProperty('HOOK_URL'), {
    method: 'post',
    contentType: 'application/json',
    payload: body,
    headers: { 'X-Timestamp': timestamp, 'X-Signature': signature },
  });
}
